//! A photo or video as records state it: its file, its caption, and what the camera noted.
//!
//! Facebook takes EXIF out of the files and writes it into the JSON: since 2021 as a list, `photo_metadata.exif_data`,
//! before as fields of `photo_metadata` itself.

use super::files::Files;
use super::record::{list, position, string, time, whole, without_mention_marks};
use chrono::{DateTime, NaiveDateTime, Utc};
use model::{Media, Private};
use serde_json::Value;

/// A photo or video.
pub(super) struct Picture<'v> {
    pub uri: &'v str,
    pub caption: Option<String>,
    /// The address it was uploaded from, and when.
    pub uploaded: Option<(&'v str, Option<DateTime<Utc>>)>,
    taken: Option<NaiveDateTime>,
    camera: Option<String>,
    position: Option<(f64, f64)>,
}

/// Reads a `media` object; none without an address.
pub(super) fn picture(media: &Value) -> Option<Picture<'_>> {
    let uri = string(media, "uri")?;
    let caption = string(media, "description").map(without_mention_marks);
    let noted: Vec<&Value> = ["photo_metadata", "video_metadata"]
        .iter()
        .map(|sort| &media["media_metadata"][*sort])
        .flat_map(|noted| list(noted, "exif_data").iter().chain([noted]))
        .collect();
    let first = |field: &str| noted.iter().find_map(|noted| string(noted, field));
    let uploaded = first("upload_ip").map(|ip| (ip, time(media, "creation_timestamp")));
    Some(Picture {
        uri,
        caption,
        uploaded,
        taken: noted.iter().find_map(|noted| taken(&noted["taken_timestamp"])),
        camera: camera(first("camera_make"), first("camera_model")),
        position: noted.iter().find_map(|noted| position(noted)),
    })
}

/// Photography begins with 1826; cameras without a clock give dates before that.
const FIRST_PHOTO: i64 = -4_544_000_000;

fn taken(seconds: &Value) -> Option<NaiveDateTime> {
    let seconds = whole(seconds).filter(|&s| s != 0 && s > FIRST_PHOTO)?;
    DateTime::from_timestamp(seconds, 0).map(|at| at.naive_utc())
}

/// `Make Model`, without the make where the model begins with it.
fn camera(make: Option<&str>, model: Option<&str>) -> Option<String> {
    match (make.map(str::trim), model.map(str::trim)) {
        (Some(make), Some(model)) if !model.to_lowercase().starts_with(&make.to_lowercase()) => {
            Some(format!("{make} {model}"))
        }
        (make, model) => model.or(make).map(str::to_owned),
    }
}

/// The id Facebook gave a photo or video, by the name of its file.
pub(super) fn id_in(uri: &str) -> Option<&str> {
    let name = uri.rsplit('/').next()?;
    let stem = name.split('.').next()?;
    let parts: Vec<&str> = stem.split('_').filter(|part| !part.is_empty()).collect();
    // `<n>_<id>_<n>_n.jpg` in the first exports, else the last number.
    let id = match parts[..] {
        [_, id, _, "n" | "o"] => id,
        _ => parts.into_iter().rfind(|part| *part != "n")?,
    };
    // Shorter numbers are counters of the export, not ids.
    (id.len() >= 8 && id.bytes().all(|b| b.is_ascii_digit())).then_some(id)
}

impl Picture<'_> {
    /// The id Facebook gave it.
    pub fn id(&self) -> Option<&str> {
        id_in(self.uri)
    }

    /// Whether it is a video, by the ending of its file.
    pub fn is_video(&self) -> bool {
        let ending = self.uri.rsplit('.').next().unwrap_or_default();
        ["mp4", "mov", "webm", "mkv", "avi"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    }

    /// The medium as part of a post.
    pub fn into_media(self, files: &Files) -> Media {
        Media {
            path: files.find(self.uri),
            description: self.caption.map(Private::new),
            taken: self.taken,
            camera: self.camera.map(Private::new),
            position: self.position,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_id_is_found_in_the_file_name() {
        for (uri, id) in [
            ("posts/media/x_1/5566778899.jpg", Some("5566778899")),
            ("posts/media/x_1/98_76_54_n_1122334455.jpg", Some("1122334455")),
            ("photos_and_videos/x_Ab/998_10150166778811_5566778899_n.jpg", Some("10150166778811")),
            ("photos_and_videos/x_Ab/5566778899_n.jpg", Some("5566778899")),
            ("messages/inbox/x/photos/1_n_2.jpg", None),
            ("posts/media/x_1/cover.jpg", None),
        ] {
            let media = json!({"uri": uri});
            assert_eq!(picture(&media).and_then(|picture| picture.id().map(str::to_owned)).as_deref(), id, "{uri}");
        }
    }

    #[test]
    fn what_the_camera_noted_is_read_in_both_forms() {
        let noted = json!({"taken_timestamp": 1_399_999_000, "camera_make": "Demo", "camera_model": "Demo One",
            "latitude": 53.8, "longitude": -1.55, "upload_ip": "203.0.113.7"});
        let media = |noted: Value| json!({"uri": "a/b.jpg", "media_metadata": {"photo_metadata": noted}});
        for media in [media(noted.clone()), media(json!({"exif_data": [{}, noted]}))] {
            let picture = picture(&media).expect("it has an address");
            assert_eq!(picture.taken.map(|at| at.to_string()).as_deref(), Some("2014-05-13 16:36:40"));
            assert_eq!((picture.camera.as_deref(), picture.position), (Some("Demo One"), Some((53.8, -1.55))));
            assert_eq!(picture.uploaded, Some(("203.0.113.7", None)));
        }
        let unset = media(json!({"exif_data": [{"taken_timestamp": -62_169_958_800_i64, "latitude": 0, "longitude": 0}]}));
        let picture = picture(&unset).expect("it has an address");
        assert_eq!((picture.taken, picture.position), (None, None));
    }
}
