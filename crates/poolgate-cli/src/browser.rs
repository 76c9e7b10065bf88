//! The person's browser.

use std::path::Path;
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
/// `purpose` says what it is for, `unwanted_because` which flag wants none.
pub(crate) async fn show(url: &str, purpose: &str, unwanted_because: Option<&'static str>) {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let is_program = |name: &str| find_program(name, set("PATH").as_deref());
    let reason = match (unwanted_because, is_ci()) {
        (Some(flag), _) => Some(flag),
        (None, true) => Some("CI is set"),
        (None, false) => why_not(cfg!(target_os = "linux"), set, is_program),
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
/// connection; on Linux nobody else has one without a screen.
fn why_not(
    is_linux: bool,
    set: impl Fn(&str) -> Option<String>,
    is_program: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    let is_set = |name: &str| set(name).is_some();
    let named = set("BROWSER");
    // A colon lies between several, and each is a command line.
    let commands = named.iter().flat_map(|browsers| browsers.split(':'));
    let mut programs = commands.filter_map(|command| command.split_whitespace().next());
    // Windows has the screen of the Linux below it.
    let has_screen = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WSL_DISTRO_NAME");
    if has_screen || programs.any(is_program) {
        None
    } else if named.is_some() {
        Some("the program that BROWSER names is not there")
    } else if is_set("SSH_CONNECTION") || is_set("SSH_TTY") {
        Some("none is here at the end of SSH")
    } else {
        is_linux.then_some("there is no screen here: DISPLAY and BROWSER are not set")
    }
}

fn find_program(name: &str, path: Option<&str>) -> bool {
    let directories = std::env::split_paths(path.unwrap_or_default());
    // A path that is absolute stays what it is, wherever it is joined to.
    Path::new(name).is_file()
        || directories
            .map(|directory| directory.join(name))
            .any(|file| file.is_file())
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

    fn opens(is_linux: bool, variables: &[&str]) -> bool {
        let set = |name: &str| variables.contains(&name).then(|| "lynx %s:w3m".to_owned());
        why_not(is_linux, set, |program| program == "w3m").is_none()
    }

    #[test]
    fn a_browser_is_opened_where_a_person_can_see_it() {
        for set in [
            &["DISPLAY"][..],
            &["BROWSER"],
            &["WSL_DISTRO_NAME"],
            &["SSH_CONNECTION", "DISPLAY"],
            &["SSH_CONNECTION", "WAYLAND_DISPLAY"],
            &["SSH_CONNECTION", "BROWSER"],
        ] {
            assert!(opens(true, set), "{set:?}");
        }
        for set in [&["SSH_CONNECTION"][..], &["SSH_TTY"], &["SSH_TTY", "TERM"]] {
            assert!(!opens(true, set) && !opens(false, set), "{set:?}");
        }
        assert!(!opens(true, &[]) && opens(false, &[]));
    }

    #[test]
    fn a_browser_that_is_not_there_is_none() {
        let set = |name: &str| (name == "BROWSER").then(|| "nobody %s".to_owned());
        let found = |program: &str| find_program(program, Some("/nonexistent:/bin"));
        assert!(why_not(true, set, found).unwrap().contains("BROWSER"));
        assert!(found("sh") && found("/bin/sh") && !found("/nonexistent/sh"));
    }
}
