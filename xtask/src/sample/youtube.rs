//! The sample's Google Takeout with YouTube in it: CSV, form of 2025.

use super::{Line, zip};
use anyhow::Result;
use serde_json::json;

const CHANNEL: &str = "UCtheamarlowe0000000000a";
const ROOT: &str = "Takeout/YouTube and YouTube Music";

pub fn archive(lines: &[Line]) -> Result<Vec<u8>> {
    let mut comments = "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Video ID,Comment Text,Top-Level Comment ID\n".to_owned();
    let mut chats = "Live Chat ID,Channel ID,Live Chat Create Timestamp,Price,Video ID,Live Chat Text\n".to_owned();
    let mut videos = "Video ID,Approx Duration (ms),Video Category,Channel ID,Video Title (Original),Privacy,Video State,Video Create Timestamp\n".to_owned();
    let mut playlists = "Playlist ID,Add new videos to top,Playlist Title (Original),Playlist Create Timestamp,Playlist Update Timestamp,Playlist Visibility\n".to_owned();
    for (number, line) in lines.iter().enumerate() {
        let at = line.at.format("%Y-%m-%dT%H:%M:%S+00:00");
        let text = quoted(&json!({"text": line.words}).to_string());
        let video = format!("dQsample{:0>3}", line.rest.trim_start_matches('v'));
        let comment = format!("Ugx{number:0>18}4AaABAg");
        match line.kind.as_str() {
            "comment" => comments += &format!("{comment},{CHANNEL},{at},0,,{video},{text},\n"),
            "reply" => {
                comments += &format!(
                    "UgyAAAAAAAAAAAAAAAB4AaABAg.{comment},{CHANNEL},{at},0,UgyAAAAAAAAAAAAAAAB4AaABAg,{video},{text},UgyAAAAAAAAAAAAAAAB4AaABAg\n"
                )
            }
            "live" => chats += &format!("Lc{number:0>24},{CHANNEL},{at},0,{video},{text}\n"),
            "video" => {
                videos += &format!(
                    "vidthea{number:0>4},61000,People,{CHANNEL},{},{},Active,{at}\n",
                    quoted(&line.words),
                    line.rest
                )
            }
            "playlist" => {
                playlists += &format!("PLthea{number:0>26},False,{},{at},{at},{}\n", quoted(&line.words), line.rest)
            }
            other => anyhow::bail!("unknown kind {other}"),
        }
    }
    let index = "<!doctype html><html><body><div class=\"header\">Archive for thea.marlowe@example.org</div>\
                 <div>2 Oct 2026, 10:15:00 BST</div></body></html>";
    let files: Vec<(String, String)> = vec![
        ("Takeout/archive_browser.html".into(), index.into()),
        (format!("{ROOT}/comments/comments.csv"), comments),
        (format!("{ROOT}/live chats/live chats.csv"), chats),
        (format!("{ROOT}/channels/channel.csv"), format!("Channel ID,Channel Title (Original),Channel Visibility\n{CHANNEL},Thea Marlowe,Public\n")),
        (format!("{ROOT}/video metadata/videos.csv"), videos),
        (format!("{ROOT}/playlists/playlists.csv"), playlists),
        (format!("{ROOT}/subscriptions/subscriptions.csv"), "Channel Id,Channel Url,Channel Title\nUCbbbbbbbbbbbbbbbbbbbbbb,http://www.youtube.com/channel/UCbbbbbbbbbbbbbbbbbbbbbb,Sourdough Slowly\n".into()),
    ];
    zip(files.iter().map(|(name, text)| (name.as_str(), text.clone().into_bytes())).collect())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
