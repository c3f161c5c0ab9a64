//! Writes the seed corpora: every fixture as a ZIP for `container`, every file of every fixture for `parsers`.
//!
//! `seeds FOLDER` makes `FOLDER/container` and `FOLDER/parsers`.

use std::io::{Cursor, Write};
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("the folder to write to"));
    let (containers, parsers) = (folder.join("container"), folder.join("parsers"));
    std::fs::create_dir_all(&containers)?;
    std::fs::create_dir_all(&parsers)?;
    let mut place = 0u16;
    for (number, era) in platforms_fuzz::fixtures().iter().enumerate() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in era {
            zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).map_err(std::io::Error::other)?;
            zip.write_all(bytes)?;
            std::fs::write(parsers.join(place.to_string()), [&place.to_be_bytes()[..], bytes].concat())?;
            place += 1;
        }
        let bytes = zip.finish().map_err(std::io::Error::other)?.into_inner();
        std::fs::write(containers.join(number.to_string()), bytes)?;
    }
    Ok(())
}
