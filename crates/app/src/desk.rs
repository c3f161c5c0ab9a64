//! The desk a person sits at: one library, open or not, and at most one long job.

use crate::dto::JobNews;
use crate::job::Job;
use crate::problem::Problem;
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::Library;

/// One library, open or not, and at most one long job. Shared between threads; every function of this crate takes it.
pub struct Desk {
    dir: PathBuf,
    open: Mutex<Option<Open>>,
    job: Mutex<Option<Arc<Job>>>,
    // Removed with everything in it when the desk is dropped.
    _folder: Option<tempfile::TempDir>,
}

/// An open library and the key it was opened with, which moves to another place when the person wants it to.
pub(crate) struct Open {
    pub(crate) library: Library,
    pub(crate) key: Option<vault::Key>,
}

impl Desk {
    /// The desk of the library in this folder. Touches nothing; the library is opened by [`crate::library`].
    pub fn at(dir: &Path) -> Desk {
        Desk { dir: dir.to_owned(), open: Mutex::new(None), job: Mutex::new(None), _folder: None }
    }

    /// A desk with an encrypted library that is gone when the desk is dropped; nobody ever knows its key.
    pub fn throwaway() -> Result<Desk, Problem> {
        let folder = tempfile::Builder::new().prefix("broadsheet-").tempdir().map_err(store::Error::from)?;
        let library = Library::throwaway(folder.path())?;
        Ok(Desk {
            dir: folder.path().to_owned(),
            open: Mutex::new(Some(Open { library, key: None })),
            job: Mutex::new(None),
            _folder: Some(folder),
        })
    }

    /// Asks the running job, if there is one, to stop.
    pub fn cancel(&self) {
        if let Some(job) = lock(&self.job).as_ref() {
            job.cancel();
        }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn open(&self) -> MutexGuard<'_, Option<Open>> {
        lock(&self.open)
    }

    /// Does something with the open library. While a job runs it is `busy` rather than a window that hangs.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Library) -> Result<T, Problem>) -> Result<T, Problem> {
        if lock(&self.job).is_some() {
            return Err(busy());
        }
        self.with_library(act)
    }

    /// Runs one long job over the open library. A second job at the same time is refused.
    pub(crate) fn run<T>(
        &self,
        listener: impl Fn(JobNews) + Send + Sync + 'static,
        act: impl FnOnce(&mut Library, &Job) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let job = Arc::new(Job::new(listener));
        {
            let mut running = lock(&self.job);
            if running.is_some() {
                return Err(busy());
            }
            *running = Some(job.clone());
        }
        let result = self.with_library(|library| act(library, &job));
        *lock(&self.job) = None;
        if result.as_ref().is_err_and(|problem| problem.code == "cancelled") {
            job.say(JobNews::Cancelled);
        }
        result
    }

    fn with_library<T>(&self, act: impl FnOnce(&mut Library) -> Result<T, Problem>) -> Result<T, Problem> {
        match self.open().as_mut() {
            Some(open) => act(&mut open.library),
            None if Library::exists(&self.dir) => {
                Err(Problem::new("locked", "The library is locked", "Unlock it first."))
            }
            None => Err(Problem::new("no-library", "There is no library here yet", "Import an archive first.")),
        }
    }
}

/// A panic elsewhere leaves the library sound: every write is a transaction. So its lock can still be used.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn busy() -> Problem {
    Problem::new("busy", "An import or scan is running", "Wait until it is done, or cancel it.")
}

/// The one place that reads the clock.
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}
