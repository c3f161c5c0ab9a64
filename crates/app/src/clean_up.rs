//! The clean-up list: what is left to do on the platforms, and what later archives prove.

use crate::coverage::moment;
use crate::desk::{Desk, now};
use crate::dto::script::ProofLine;
use crate::dto::{BulkTool, CleanUpGroup, CleanUpItem};
use crate::problem::Problem;
use crate::review::excerpt;
use audit::reconcile::{ArchiveOfAccount, Marked, prove};
use audit::triage::CleanUpOrder;
use model::{Proof, Risk, Verdict};
use platforms::{IMPORTERS, Platform};
use std::collections::BTreeMap;
use store::{Library, PostId, StoredArchive, Task};

/// Everything marked delete, edit or restrict, by platform, in a good order of work.
pub fn clean_up(desk: &Desk) -> Result<Vec<CleanUpGroup>, Problem> {
    desk.with(|library| {
        let mut items: BTreeMap<String, Vec<(CleanUpOrder, CleanUpItem)>> = BTreeMap::new();
        for (task, proof) in proved(library)? {
            let Some(stored) = library.post(task.post)? else { continue };
            let risk: Option<Risk> = library.findings(task.post)?.iter().map(|found| found.finding.risk).max();
            let item = CleanUpItem {
                post: task.post.0 as u32,
                verdict: task.verdict.id().to_owned(),
                at: task.at.map(moment),
                text: excerpt(stored.post.text.reveal()),
                url: stored.post.url,
                proof: proof.state.id().to_owned(),
                why: proof.why,
            };
            let place = CleanUpOrder::new(proof.state, risk, task.verdict, task.at);
            items.entry(stored.platform).or_default().push((place, item));
        }
        let group = |(id, mut items): (String, Vec<(CleanUpOrder, CleanUpItem)>)| {
            items.sort_by_key(|(place, _)| *place);
            group(id, items.into_iter().map(|(_, item)| item).collect())
        };
        Ok(items.into_iter().map(group).collect())
    })
}

fn group(id: String, items: Vec<CleanUpItem>) -> CleanUpGroup {
    let platform = IMPORTERS.iter().find(|importer| importer.id() == id).map(|importer| Platform::of(*importer));
    let name = platform.as_ref().map_or_else(|| id.clone(), |platform| platform.name.clone());
    let steps = platform.map(|platform| platform.clean_up);
    let part =
        |part: fn(&platforms::platform::CleanUp) -> &Vec<String>| steps.as_ref().map(|steps| part(steps).clone());
    let bulk = steps.iter().flat_map(|steps| &steps.bulk);
    CleanUpGroup {
        delete_steps: part(|steps| &steps.delete).unwrap_or_default(),
        edit_steps: part(|steps| &steps.edit).unwrap_or_default(),
        restrict_steps: part(|steps| &steps.restrict).unwrap_or_default(),
        bulk: bulk.map(|tool| BulkTool { does: tool.does.clone(), link: tool.link.clone() }).collect(),
        platform: id,
        name,
        items,
    }
}

/// Each post with something left to do, and what the archives prove of it.
pub(crate) fn proved(library: &Library) -> Result<Vec<(Task, Proof)>, Problem> {
    let archives = library.archives()?;
    let prove_one = |task: Task| {
        let holds = |archive: &StoredArchive| task.sightings.iter().any(|sighting| sighting.archive == archive.id);
        let of_account = || archives.iter().filter(|archive| archive.account == task.account);
        let exact = of_account().any(|archive| holds(archive) && !archive.coverage.is_inexact(task.kind));
        let of_account: Vec<ArchiveOfAccount> = of_account()
            .map(|archive| ArchiveOfAccount {
                imported: archive.imported,
                exported: archive.exported,
                partial: archive.partial,
                complete: archive.coverage.complete.clone(),
                twin: task.twins.contains(&archive.id),
                sighted: holds(archive),
            })
            .collect();
        let exact = task.with_id || exact;
        let marked = Marked { kind: task.kind, decided: task.decided, claimed: task.claimed, exact };
        let proof = prove(marked, &of_account);
        (task, proof)
    };
    Ok(library.tasks()?.into_iter().map(prove_one).collect())
}

/// Ticks a post as done on the platform, or takes the tick back.
pub fn claim(desk: &Desk, post: u32, done: bool) -> Result<(), Problem> {
    desk.with(|library| {
        let id = PostId(i64::from(post));
        if !library.verdict(id)?.is_some_and(Verdict::is_task) {
            let hint = "Mark it delete, edit or restrict first.";
            return Err(Problem::new("not-marked", "There is nothing to do for this post", hint));
        }
        Ok(library.claim(id, done, now())?)
    })
}

/// What is known of each post marked delete.
pub fn proof(desk: &Desk) -> Result<Vec<ProofLine>, Problem> {
    let line = |(task, proof): (Task, Proof)| ProofLine {
        post: task.post.to_string(),
        state: proof.state.id(),
        why: proof.why,
    };
    let deleted = |marked: &(Task, Proof)| marked.0.verdict == Verdict::Delete;
    desk.with(|library| Ok(proved(library)?.into_iter().filter(deleted).map(line).collect()))
}
