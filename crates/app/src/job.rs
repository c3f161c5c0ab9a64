//! Long work: how far it is, and whether it may go on.

use crate::dto::JobNews;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// At most ten progress lines a second reach the listener.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// One run of long work, shared between the thread that works and whoever watches or cancels it.
pub struct Job {
    cancelled: AtomicBool,
    // When progress was last told, and of which archive.
    last_progress: Mutex<Option<(Instant, u32)>>,
    listener: Box<dyn Fn(JobNews) + Send + Sync>,
}

impl Job {
    /// A job whose news goes to `listener`.
    pub fn new(listener: impl Fn(JobNews) + Send + Sync + 'static) -> Job {
        Job { cancelled: AtomicBool::new(false), last_progress: Mutex::new(None), listener: Box::new(listener) }
    }

    /// Asks the job to stop. What is being read is dropped; what is finished stays.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// May the work go on?
    pub fn check(&self) -> Result<(), platforms::Stopped> {
        if self.cancelled.load(Ordering::Relaxed) { Err(platforms::Stopped) } else { Ok(()) }
    }

    /// Tells the listener. Progress on the same archive is dropped when the last one is younger than [`PROGRESS_EVERY`].
    pub fn say(&self, news: JobNews) {
        if let JobNews::Progress { archive, .. } = &news {
            let mut last = self.last_progress.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            if last.is_some_and(|(at, of)| of == *archive && at.elapsed() < PROGRESS_EVERY) {
                return;
            }
            *last = Some((Instant::now(), *archive));
        }
        (self.listener)(news);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::AtomicU32;

    fn progress() -> JobNews {
        JobNews::Progress {
            archive: 0,
            name: String::new(),
            phase: "reading".into(),
            file: String::new(),
            done: 0,
            total: 0,
            posts: 0,
        }
    }

    #[test]
    fn a_burst_of_progress_is_thinned_but_the_end_is_always_told() {
        let heard = Arc::new(AtomicU32::new(0));
        let count = heard.clone();
        let job = Job::new(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        });
        for _ in 0..1000 {
            job.say(progress());
        }
        let burst = heard.load(Ordering::Relaxed);
        assert!((1..100).contains(&burst), "{burst} of 1000 told");
        job.say(JobNews::Cancelled);
        assert_eq!(heard.load(Ordering::Relaxed), burst + 1);
    }

    #[test]
    fn cancel_is_seen_at_the_next_check() {
        let job = Job::new(|_| {});
        assert!(job.check().is_ok());
        job.cancel();
        assert!(job.check().is_err());
    }
}
