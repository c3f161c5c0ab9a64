//! What the person chose, kept in the library.

use crate::desk::Desk;
use crate::dto::Settings;
use crate::problem::Problem;
use model::Category;
use store::Library;

/// The one row of the settings table that this module reads and writes.
const NAME: &str = "settings";

/// What the person chose.
pub fn settings(desk: &Desk) -> Result<Settings, Problem> {
    desk.with(|library| read(library))
}

/// Keeps what the person chose. After a change of profession posts want judging anew: [`crate::scan::scan`].
pub fn save(desk: &Desk, settings: &Settings) -> Result<(), Problem> {
    desk.with(|library| write(library, settings))
}

/// Keeps the profession alone.
pub fn set_profession(desk: &Desk, profession: &str) -> Result<(), Problem> {
    desk.with(|library| {
        let settings = Settings { profession: profession.to_owned(), ..read(library)? };
        write(library, &settings)
    })
}

fn write(library: &mut Library, settings: &Settings) -> Result<(), Problem> {
    let json = serde_json::to_string(settings).map_err(|_| Problem::internal("The settings could not be written"))?;
    Ok(library.set_setting(NAME, &json)?)
}

/// Settings as kept; the usual ones where nothing was kept.
pub(crate) fn read(library: &Library) -> Result<Settings, Problem> {
    let kept = library.setting(NAME)?;
    // A setting of a newer version that this one does not know is left out rather than refused.
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// Categories that are switched off.
pub(crate) fn hidden(library: &Library) -> Result<Vec<Category>, Problem> {
    Ok(read(library)?.hidden_categories.iter().filter_map(|id| Category::from_id(id)).collect())
}
