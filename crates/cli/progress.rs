//! A bar on standard error while an import runs; nothing when standard error is no terminal.

use app::dto::JobNews;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// Listens to a job and draws it.
pub fn bar() -> impl Fn(JobNews) + Send + Sync + 'static {
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    let style = ProgressStyle::with_template("{prefix} [{bar:30}] {bytes}/{total_bytes}, {eta} left  {msg}");
    bar.set_style(style.expect("the template is right"));
    move |news| match news {
        JobNews::Progress { name, phase, file, done, total, .. } => {
            bar.set_prefix(name);
            bar.set_length(total);
            bar.set_position(done);
            bar.set_message(format!("{phase} {file}"));
        }
        JobNews::Finished { .. } | JobNews::Cancelled => bar.finish_and_clear(),
        JobNews::Started { .. } | JobNews::Imported { .. } | JobNews::Failed { .. } => {}
    }
}
