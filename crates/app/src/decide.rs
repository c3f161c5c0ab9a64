//! Deciding: one verdict for one post or many, and taking it back.

use crate::desk::{Desk, now};
use crate::dto::{Decided, ReviewFilter};
use crate::problem::Problem;
use crate::review::{filter_of, sort_of};
use model::Verdict;
use store::{Library, PostId};

/// Gives these posts a verdict. Taken back as one by [`undo`].
pub fn decide(desk: &Desk, posts: &[u32], verdict: &str, reason: Option<&str>) -> Result<Decided, Problem> {
    let verdict = verdict_of(verdict)?;
    let posts: Vec<PostId> = posts.iter().map(|post| PostId(i64::from(*post))).collect();
    desk.with(|library| put(library, &posts, verdict, reason))
}

/// Gives every post that fits the filter a verdict, if there are as many as the person was told.
pub fn decide_all(desk: &Desk, filter: &ReviewFilter, verdict: &str, expected: u32) -> Result<Decided, Problem> {
    let verdict = verdict_of(verdict)?;
    desk.with(|library| {
        let posts = library.review_ids(&filter_of(library, filter)?, sort_of(filter)?)?;
        if posts.len() != expected as usize {
            let message = format!("{} posts fit now, not {expected}", posts.len());
            return Err(Problem::new("count-changed", message, "Look at the list again, then decide."));
        }
        put(library, &posts, verdict, None)
    })
}

fn put(library: &mut Library, posts: &[PostId], verdict: Verdict, reason: Option<&str>) -> Result<Decided, Problem> {
    library.decide(posts, verdict, reason, now())?;
    decided(library, posts, format!("{} {}", marked(verdict), count(posts.len())))
}

/// Takes back the last decision that was not yet taken back. Nothing to take back is no error.
pub fn undo(desk: &Desk) -> Result<Option<Decided>, Problem> {
    desk.with(|library| {
        let Some(undone) = library.undo(now())? else { return Ok(None) };
        let posts: Vec<PostId> = undone.posts.iter().map(|(post, _)| *post).collect();
        let says = format!("Taken back: {} for {}", undone.verdict.id(), count(posts.len()));
        decided(library, &posts, says).map(Some)
    })
}

/// What `broadsheet decide POST VERDICT` does; `undo` may stand in place of either word. Answers in a sentence.
pub fn by_name(desk: &Desk, post: &str, verdict: Option<&str>, reason: Option<&str>) -> Result<String, Problem> {
    if post == "undo" || verdict == Some("undo") {
        return Ok(undo(desk)?.map_or_else(|| "There is nothing to take back.".to_owned(), |undone| undone.says + "."));
    }
    let Some(verdict) = verdict else {
        return Err(usage("A verdict is missing", "Give one of keep, delete, edit, restrict, later, undo."));
    };
    let id: u32 =
        post.parse().map_err(|_| usage("This is not the id of a post", "`broadsheet findings` shows the ids."))?;
    if let Some(done) = match verdict {
        "claimed" => Some(true),
        "unclaimed" => Some(false),
        _ => None,
    } {
        crate::clean_up::claim(desk, id, done)?;
        return Ok(format!("Post {id} is {verdict}."));
    }
    Ok(decide(desk, &[id], verdict, reason)?.says + ".")
}

fn verdict_of(id: &str) -> Result<Verdict, Problem> {
    let hint = "Give one of keep, delete, edit, restrict, later, undo.";
    Verdict::from_id(id).ok_or_else(|| usage("This is no verdict", hint))
}

fn usage(message: &str, hint: &str) -> Problem {
    Problem::new("usage", message, hint)
}

fn marked(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Keep => "Kept",
        Verdict::Delete => "Marked delete:",
        Verdict::Edit => "Marked edit:",
        Verdict::Restrict => "Marked restrict:",
        Verdict::Later => "Put off",
    }
}

fn count(posts: usize) -> String {
    if posts == 1 { "1 post".to_owned() } else { format!("{posts} posts") }
}

fn decided(library: &Library, posts: &[PostId], says: String) -> Result<Decided, Problem> {
    let progress = library.progress(&crate::settings::hidden(library)?)?;
    Ok(Decided {
        posts: posts.iter().map(|post| post.0 as u32).collect(),
        says,
        decided: progress.decided as u32,
        flagged: progress.flagged as u32,
        high_left: progress.high_left as u32,
    })
}
