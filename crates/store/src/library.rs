//! Opening, making and removing a library.

use crate::{Error, Result, schema};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The file with everything in it.
const FILE: &str = "library.db";
/// What SQLite may leave beside it.
const BESIDE: [&str; 3] = ["library.db-wal", "library.db-shm", "library.db-journal"];
/// Held locked while a library is open. SQLite's own locks allow many readers; a library has one user.
const LOCK: &str = "library.lock";

/// The library's key: 32 random bytes, wiped from memory when dropped.
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A key from its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Key(Zeroizing::new(bytes))
    }

    /// A new random key.
    pub fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut()).map_err(|_| Error::Io(ErrorKind::Other))?;
        Ok(Key(bytes))
    }

    /// The key in hexadecimal digits.
    fn digits(&self) -> Zeroizing<String> {
        let mut digits = Zeroizing::new(String::with_capacity(64));
        for byte in self.0.iter() {
            for half in [byte >> 4, byte & 15] {
                digits.push(char::from_digit(u32::from(half), 16).expect("four bits are one hexadecimal digit"));
            }
        }
        digits
    }

    /// A statement that hands the key over raw: SQLCipher derives nothing further from it.
    fn statement(&self, pragma: &str) -> Zeroizing<String> {
        let mut statement = Zeroizing::new(String::with_capacity(96));
        for part in ["PRAGMA ", pragma, " = \"x'", self.digits().as_str(), "'\""] {
            statement.push_str(part);
        }
        statement
    }
}

/// An open library. One at a time: a second opener gets [`Error::InUse`].
///
/// It may move between threads but is used by one at a time.
pub struct Library {
    pub(crate) sql: Connection,
    /// Whether it lasts for one run only.
    pub(crate) throwaway: bool,
    /// Removed once the connection is closed.
    _leftover: Leftover,
    /// Held until the library is dropped.
    _lock: Option<File>,
}

/// A file to remove when this is dropped: after the connection, since fields are dropped in order.
struct Leftover(Option<PathBuf>);

impl Drop for Leftover {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // Nobody is left to tell of a failure; what stays is unreadable without the key.
            let _ = fs::remove_file(path);
        }
    }
}

impl Library {
    /// Makes an empty library in this folder, and the folder where it is absent.
    pub fn create(dir: &Path, key: &Key) -> Result<Library> {
        fs::create_dir_all(dir)?;
        let lock = lock(dir)?;
        if Library::exists(dir) {
            return Err(Error::Exists);
        }
        let sql = connect(&dir.join(FILE), key, OpenFlags::SQLITE_OPEN_CREATE)?;
        Library::ready(sql, lock)
    }

    /// Opens the library of this folder and brings its layout up to date.
    pub fn open(dir: &Path, key: &Key) -> Result<Library> {
        if !Library::exists(dir) {
            return Err(Error::Missing);
        }
        let lock = lock(dir)?;
        let sql = connect(&dir.join(FILE), key, OpenFlags::empty())?;
        Library::ready(sql, lock)
    }

    /// What a lasting library needs before it is used.
    fn ready(sql: Connection, lock: File) -> Result<Library> {
        // The lock file keeps others out, so SQLite need not ask at every statement, nor share memory beside the file.
        sql.execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;",
        )?;
        schema::migrate(&sql)?;
        Ok(Library { sql, throwaway: false, _leftover: Leftover(None), _lock: Some(lock) })
    }

    /// Whether this folder holds a library.
    pub fn exists(dir: &Path) -> bool {
        dir.join(FILE).is_file()
    }

    /// A library for one run: its key is never written anywhere, its file in `dir` is gone when it is dropped.
    ///
    /// It is indexed for search only when first searched.
    pub fn throwaway(dir: &Path) -> Result<Library> {
        let key = Key::random()?;
        // Sixteen digits of another random key are a name nobody else uses.
        let path = dir.join(format!("throwaway-{}.db", &Key::random()?.digits()[..16]));
        let leftover = Leftover(Some(path.clone()));
        let sql = connect(&path, &key, OpenFlags::SQLITE_OPEN_CREATE)?;
        // Nothing of it is to outlive the run, so nothing is done against a power cut; the journal serves to roll back.
        sql.execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA journal_mode = MEMORY;
             PRAGMA synchronous = OFF;
             PRAGMA secure_delete = OFF;",
        )?;
        schema::migrate(&sql)?;
        Ok(Library { sql, throwaway: true, _leftover: leftover, _lock: None })
    }

    /// Encrypts the library anew under another key.
    pub fn rekey(&mut self, key: &Key) -> Result<()> {
        // In WAL mode the pages under the former key would stay in the log.
        self.checkpoint()?;
        self.sql.execute_batch(&key.statement("rekey"))?;
        self.checkpoint()
    }

    /// Moves what was committed from the write-ahead log into the file and empties the log.
    pub(crate) fn checkpoint(&self) -> Result<()> {
        if !self.throwaway {
            self.sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(())
    }

    /// Removes the library's files from this folder. It must not be open. No library there is no error.
    ///
    /// `first` is done before the first file goes, and only once nobody has the library open: destroying its key.
    pub fn erase<E: From<Error>>(dir: &Path, first: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
        if !dir.is_dir() {
            return Ok(());
        }
        let lock = lock(dir)?;
        first()?;
        for name in BESIDE.into_iter().chain([FILE]) {
            remove(&dir.join(name))?;
        }
        drop(lock);
        Ok(remove(&dir.join(LOCK))?)
    }
}

/// Removes a file; one that is not there is no error.
fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Takes the lock of a folder.
fn lock(dir: &Path) -> Result<File> {
    let file = File::options().create(true).truncate(false).write(true).open(dir.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Opens a file with a key and proves that the key fits.
fn connect(path: &Path, key: &Key, more: OpenFlags) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let sql = Connection::open_with_flags(path, flags)?;
    // SQLCipher would otherwise write to stderr when a key is wrong.
    sql.execute_batch("PRAGMA cipher_log_level = NONE")?;
    sql.execute_batch(&key.statement("key"))?;
    sql.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(|error| {
        if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) { Error::WrongKey } else { error.into() }
    })?;
    sql.execute_batch(
        "PRAGMA temp_store = MEMORY;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -16384;",
    )?;
    sql.set_prepared_statement_cache_capacity(64);
    Ok(sql)
}
