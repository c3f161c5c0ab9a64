//! The bundled sample: an invented person's archives, made by `cargo run -p xtask -- sample`.

/// File name and bytes of each sample archive.
pub(crate) const ARCHIVES: &[(&str, &[u8])] = &[
    ("twitter-2026-10-02-thea_reads.zip", include_bytes!("../sample/twitter-2026-10-02-thea_reads.zip")),
    (
        "facebook-thea.marlowe-2026-10-02-Zq81xa0b.zip",
        include_bytes!("../sample/facebook-thea.marlowe-2026-10-02-Zq81xa0b.zip"),
    ),
    (
        "Complete_LinkedInDataExport_10-02-2026.zip",
        include_bytes!("../sample/Complete_LinkedInDataExport_10-02-2026.zip"),
    ),
    ("takeout-20261002T091500Z-001.zip", include_bytes!("../sample/takeout-20261002T091500Z-001.zip")),
];
