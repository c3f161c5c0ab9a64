//! Speed, side by side in one run: an audit of an X archive beside Python's `json.loads` of the same file.
//!
//! Both are timed in turns, several rounds, and told as a ratio of medians, so that a busy machine changes little.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What an audit took.
struct Run {
    wall: Duration,
    /// Peak resident memory, in MiB.
    peak: f64,
}

/// Runs the benchmark over an archive of `tweets` tweets, `rounds` times each, and prints the table.
pub fn run(tweets: usize, rounds: usize) -> Result<()> {
    let dir = std::env::temp_dir().join(format!("broadsheet-bench-{}", std::process::id()));
    fs::create_dir_all(&dir)?;
    let result = in_dir(&dir, tweets, rounds);
    fs::remove_dir_all(&dir)?;
    result
}

fn in_dir(dir: &Path, tweets: usize, rounds: usize) -> Result<()> {
    let (zip, script) = archive(dir, tweets)?;
    let megabytes = fs::metadata(&script)?.len() as f64 / 1e6;
    let binary = PathBuf::from("target/release/broadsheet");
    ensure!(binary.exists(), "build it first: cargo build --release -p broadsheet");
    let (mut python, mut audit) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        python.push(json_loads(&script)?);
        audit.push(audit_once(&binary, &zip)?);
        eprintln!(
            "round {}: python {:.2} s, broadsheet {:.2} s, {:.0} MiB",
            round + 1,
            python[round].as_secs_f64(),
            audit[round].wall.as_secs_f64(),
            audit[round].peak
        );
    }
    python.sort();
    let mut walls: Vec<Duration> = audit.iter().map(|run| run.wall).collect();
    walls.sort();
    let peak = audit.iter().map(|run| run.peak).fold(0.0, f64::max);
    let (python, wall) = (python[rounds / 2].as_secs_f64(), walls[rounds / 2].as_secs_f64());
    println!("| tweets | JSON | `json.loads` | `broadsheet audit` | ratio | peak memory |");
    println!("|---:|---:|---:|---:|---:|---:|");
    println!("| {tweets} | {megabytes:.0} MB | {python:.2} s | {wall:.2} s | {:.2} | {peak:.0} MiB |", wall / python);
    Ok(())
}

/// Python's own time for `json.loads` alone: reading the file and starting Python are left out.
fn json_loads(script: &Path) -> Result<Duration> {
    let program = "import json,sys,time\ns=open(sys.argv[1]).read()\ns=s[s.index('['):]\nt=time.perf_counter()\n\
                   d=json.loads(s)\nprint(time.perf_counter()-t)";
    let output = Command::new("python3").args(["-c", program]).arg(script).output().context("Python 3 is needed")?;
    ensure!(output.status.success(), "Python failed");
    Ok(Duration::from_secs_f64(String::from_utf8(output.stdout)?.trim().parse()?))
}

/// The whole of an audit, program start included.
fn audit_once(binary: &Path, zip: &Path) -> Result<Run> {
    let start = Instant::now();
    let mut child = Command::new(binary)
        .args(["audit", "--format", "json"])
        .arg(zip)
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0;
    let done = loop {
        // The kernel keeps the high-water mark, so looking now and then misses nothing but the last moment.
        if let Some(mark) = fs::read_to_string(&status).ok().and_then(|status| high_water(&status)) {
            peak = mark;
        }
        if let Some(done) = child.try_wait()? {
            break done;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    ensure!(done.success(), "the audit failed");
    Ok(Run { wall: start.elapsed(), peak })
}

fn high_water(status: &str) -> Option<f64> {
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

/// An X archive of invented tweets, about a kilobyte of JSON each, as ZIP and as the bare file.
fn archive(dir: &Path, tweets: usize) -> Result<(PathBuf, PathBuf)> {
    let mut words = Words(0x9e37_79b9_7f4a_7c15);
    let mut script = String::with_capacity(tweets * 1_200);
    script.push_str("window.YTD.tweets.part0 = [");
    for number in 0..tweets {
        let tweet = tweet(number, &mut words);
        script.push_str(if number == 0 { "\n" } else { ",\n" });
        script.push_str(&serde_json::to_string_pretty(&tweet)?);
    }
    script.push_str("\n]");
    let account = "window.YTD.account.part0 = [{\"account\":{\"email\":\"a@example.com\",\"username\":\"bench\",\
                   \"accountId\":\"12\",\"createdAt\":\"2009-01-01T00:00:00.000Z\",\"accountDisplayName\":\"Bench\"}}]";
    let manifest = json!({
        "userInfo": {"accountId": "12", "userName": "bench", "displayName": "Bench"},
        "archiveInfo": {"sizeBytes": "1", "generationDate": "2026-10-02T00:00:00.000Z", "isPartialArchive": false},
        "dataTypes": {
            "tweets": {"files": [{"fileName": "data/tweets.js", "globalName": "YTD.tweets.part0", "count": tweets.to_string()}]},
            "account": {"files": [{"fileName": "data/account.js", "globalName": "YTD.account.part0", "count": "1"}]},
        },
    });
    let path = dir.join("x.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path)?);
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("data/manifest.js", format!("window.__THAR_CONFIG = {manifest}").as_str()),
        ("data/account.js", account),
        ("data/tweets.js", script.as_str()),
    ] {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    zip.finish()?;
    let bare = dir.join("tweets.js");
    fs::write(&bare, script)?;
    Ok((path, bare))
}

fn tweet(number: usize, words: &mut Words) -> serde_json::Value {
    let id = (100_000_000_000_000_000 + number as u64 * 1_000).to_string();
    let text = words.sentence();
    let length = text.chars().count().to_string();
    let at = chrono::DateTime::from_timestamp(1_300_000_000 + number as i64 * 3_600, 0).expect("in range");
    json!({"tweet": {
        "edit_info": {"initial": {"editTweetIds": [id], "editableUntil": "2022-11-20T18:01:33.000Z", "editsRemaining": "5", "isEditEligible": true}},
        "retweeted": false,
        "source": "<a href=\"http://twitter.com/download/iphone\" rel=\"nofollow\">Twitter for iPhone</a>",
        "entities": {"hashtags": [], "symbols": [], "urls": [], "user_mentions": [
            {"name": "Some Body", "screen_name": "somebody", "indices": ["0", "9"], "id_str": "123456", "id": "123456"}]},
        "display_text_range": ["0", length],
        "favorite_count": (number % 7).to_string(), "id_str": id, "truncated": false, "retweet_count": "0", "id": id,
        "possibly_sensitive": false, "created_at": at.format("%a %b %d %H:%M:%S +0000 %Y").to_string(), "favorited": false,
        "full_text": text, "lang": "en",
        "in_reply_to_status_id_str": number.is_multiple_of(3).then(|| id.clone()), "in_reply_to_screen_name": "somebody",
        "in_reply_to_user_id": "123456",
    }})
}

/// A small generator with a fixed seed (xorshift64*), so that every run reads the same archive.
struct Words(u64);

/// Ordinary words and now and then one that rules look at, so that the engine has the work it has in life.
const WORDS: &str = "the a and to of in is it you that was for on are with as his they at be this have from or one had by \
    but not what all were we when your can said there use each which she do how their if will up other about out many then \
    them these so some her would make like him into time has look two more write go see number no way could people my than \
    first water been call who oil its now find long down day did get come made may part ward shift patient coffee train rain \
    garden football match tea kettle dog cat walk beach birthday weekend pub wine drunk damn bloody boss meeting nurse doctor \
    night school holiday flight house phone card street hospital bus driver old son daughter happy tired cold sunny music";

impl Words {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33
    }

    fn sentence(&mut self) -> String {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let length = 8 + self.next() as usize % 30;
        let picked: Vec<&str> = (0..length).map(|_| words[self.next() as usize % words.len()]).collect();
        picked.join(" ")
    }
}
