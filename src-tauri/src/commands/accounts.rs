//! Whose the accounts are.

use super::import::listener;
use app::dto::{AccountLine, JobNews};
use app::{Desk, Problem};
use tauri::State;
use tauri::ipc::Channel;

#[tauri::command(async)]
pub fn accounts(desk: State<'_, Desk>) -> Result<Vec<AccountLine>, Problem> {
    app::accounts::accounts(&desk)
}

#[tauri::command(async)]
pub fn link_accounts(
    desk: State<'_, Desk>,
    accounts: Vec<u32>,
    news: Channel<JobNews>,
) -> Result<Vec<AccountLine>, Problem> {
    app::accounts::link(&desk, &accounts, listener(news))
}

#[tauri::command(async)]
pub fn unlink_account(
    desk: State<'_, Desk>,
    account: u32,
    news: Channel<JobNews>,
) -> Result<Vec<AccountLine>, Problem> {
    app::accounts::unlink(&desk, account, listener(news))
}
