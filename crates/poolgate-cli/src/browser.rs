//! The person's browser.

use std::process::ExitCode;
use std::time::Duration;

use tokio::process::Command;
use webbrowser::{Browser, BrowserOptions};

use crate::notice::notice;
use crate::process;
use crate::prompt::is_ci;

/// The first argument of a run that another one starts to open a URL. The parser does not know it:
/// nobody types it.
const OPEN: &str = "open-in-browser";

/// How long to wait for what opens a browser. A browser in the terminal ends with the person's
/// visit, for which nobody waits.
const OPENING_MAXIMUM: Duration = Duration::from_secs(5);

/// Shows a URL, always, and opens it in the browser unless that is not wanted or there is none.
/// `purpose` says what it is for.
pub(crate) async fn show(url: &str, purpose: &str, is_wanted: bool) {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let reason = match (is_wanted, is_ci()) {
        (false, _) => Some("--no-browser"),
        (true, true) => Some("CI is set"),
        (true, false) => why_not(is_set),
    };
    let Some(reason) = reason else {
        notice(&format!(
            "{purpose} in the browser. If none opens, open this URL:\n\n  {url}\n"
        ));
        if !open(url).await {
            notice("No browser could be opened; BROWSER may name one.");
        }
        return;
    };
    notice(&format!(
        "{purpose} in a browser ({reason}): open this URL:\n\n  {url}\n"
    ));
}

/// Why no browser is opened, if none is. Whoever sets `BROWSER` has one, also at the other end of a
/// connection.
fn why_not(is_set: impl Fn(&str) -> bool) -> Option<&'static str> {
    let is_remote = is_set("SSH_CONNECTION") || is_set("SSH_TTY");
    let has_screen = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
    (is_remote && !has_screen && !is_set("BROWSER")).then_some("none is here at the end of SSH")
}

/// Opens the URL; whether something was found to open it with. A browser in the terminal has the
/// terminal to itself.
///
/// This command runs itself for it: what the browser inherits is the environment of the process
/// that starts it, and this one's may have secrets.
async fn open(url: &str) -> bool {
    let Ok(this) = std::env::current_exe() else {
        return false;
    };
    let mut command = Command::new(this);
    process::withhold_secrets(command.as_std_mut());
    let opened = command.args([OPEN, url]).status();
    match tokio::time::timeout(OPENING_MAXIMUM, opened).await {
        Ok(status) => status.is_ok_and(|status| status.success()),
        Err(_) => true,
    }
}

/// The URL to open, if that is what this process was started for.
pub(crate) fn url_to_open() -> Option<String> {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next()?;
    let url = arguments.next().filter(|_| first == OPEN)?;
    url.into_string().ok()
}

/// Opens it, in a process that has nothing to hide from the browser. The exit code says whether there
/// is one.
pub(crate) fn open_here(url: &str) -> ExitCode {
    let options = BrowserOptions::new();
    match webbrowser::open_browser_with_options(Browser::Default, url, &options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opens(set: &[&str]) -> bool {
        why_not(|name| set.contains(&name)).is_none()
    }

    #[test]
    fn a_browser_is_opened_where_a_person_can_see_it() {
        for set in [
            &[][..],
            &["DISPLAY"],
            &["SSH_CONNECTION", "DISPLAY"],
            &["SSH_CONNECTION", "WAYLAND_DISPLAY"],
            &["SSH_CONNECTION", "BROWSER"],
        ] {
            assert!(opens(set), "{set:?}");
        }
        for set in [&["SSH_CONNECTION"][..], &["SSH_TTY"], &["SSH_TTY", "TERM"]] {
            assert!(!opens(set), "{set:?}");
        }
    }
}
