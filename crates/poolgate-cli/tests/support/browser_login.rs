//! `poolgate login` while it waits for a browser.

use std::io::{BufRead as _, BufReader, Lines, Read as _};
use std::process::{Child, ChildStderr, Command};

use super::{Outcome, Running};

/// A command that has shown a URL and waits, at most as long as its test.
pub(crate) struct BrowserLogin {
    process: Running,
    stderr: Lines<BufReader<ChildStderr>>,
    said: String,
    /// What it asks the person to open.
    pub(crate) url: String,
}

impl BrowserLogin {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut process = Running(command.spawn().unwrap());
        let stderr = BufReader::new(process.0.stderr.take().unwrap()).lines();
        let mut login = Self {
            process,
            stderr,
            said: String::new(),
            url: String::new(),
        };
        login.url = login.expect("  http").trim().into();
        login
    }

    /// Waits for a line that begins so.
    #[track_caller]
    pub(crate) fn expect(&mut self, beginning: &str) -> String {
        for line in self.stderr.by_ref() {
            let line = line.unwrap();
            self.said += &line;
            self.said.push('\n');
            if line.starts_with(beginning) {
                return line;
            }
        }
        panic!("no line {beginning:?}, but:\n{}", self.said);
    }

    /// A parameter of the URL, as it is in there.
    pub(crate) fn parameter(&self, name: &str) -> &str {
        let mut pairs = self
            .url
            .split(['?', '&'])
            .filter_map(|pair| pair.split_once('='));
        pairs.find(|(other, _)| *other == name).unwrap().1
    }

    /// Where the browser is awaited.
    pub(crate) fn redirect_uri(&self) -> String {
        let uri = self.parameter("redirect_uri");
        uri.replace("%3A", ":")
            .replace("%2F", "/")
            .replace("%5B", "[")
            .replace("%5D", "]")
    }

    /// The redirect URI with an answer to this sign-in.
    pub(crate) fn answer(&self, answer: &str) -> String {
        format!(
            "{}?{answer}&state={}",
            self.redirect_uri(),
            self.parameter("state")
        )
    }

    /// What was said until now.
    pub(crate) fn said(&self) -> &str {
        &self.said
    }

    /// What this is typed into, if it was piped.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.process.0
    }

    /// Ctrl-C.
    pub(crate) fn interrupt(&self) {
        let id = i32::try_from(self.process.0.id()).unwrap();
        let process = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(process, rustix::process::Signal::INT).unwrap();
    }

    pub(crate) fn finish(mut self) -> Outcome {
        let rest: Vec<_> = self.stderr.map(Result::unwrap).collect();
        let child = &mut self.process.0;
        let mut stdout = String::new();
        let mut printed = child.stdout.take().unwrap();
        printed.read_to_string(&mut stdout).unwrap();
        Outcome {
            code: child.wait().unwrap().code(),
            stdout,
            stderr: self.said + &rest.join("\n"),
        }
    }
}
