//! A terminal with a person at it.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::Outcome;

/// How long a question may take to appear; a test that fails is all that waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A command at a pseudo-terminal. Standard output and error go elsewhere, as in a pipe.
pub(crate) struct Terminal {
    child: Child,
    keyboard: File,
    screen: Receiver<String>,
    /// What has been shown and not been read by the test yet.
    unread: String,
    /// Everything that has been shown.
    shown: String,
}

impl Terminal {
    /// Starts the command in a session of its own, whose terminal this is.
    pub(crate) fn run(command: &Command) -> Self {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&controller).unwrap();
        unlockpt(&controller).unwrap();
        let name = ptsname(&controller, Vec::new()).unwrap();
        let terminal = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(i32::try_from(OpenptFlags::NOCTTY.bits()).unwrap())
            .open(std::ffi::OsStr::from_bytes(name.as_bytes()))
            .unwrap();
        let child = with_terminal(command).stdin(terminal).spawn().unwrap();
        let keyboard = File::from(controller);
        Self {
            child,
            screen: watch(keyboard.try_clone().unwrap()),
            keyboard,
            unread: String::new(),
            shown: String::new(),
        }
    }

    /// Waits for this text; gives what was shown before it.
    #[track_caller]
    pub(crate) fn expect(&mut self, text: &str) -> String {
        loop {
            if let Some((before, after)) = self.unread.split_once(text) {
                let before = before.to_owned();
                self.unread = after.to_owned();
                return before;
            }
            let Ok(more) = self.screen.recv_timeout(PATIENCE) else {
                panic!("{text:?} was not shown, but:\n{}", self.shown);
            };
            self.shown += &more;
            self.unread += &more;
        }
    }

    /// Types a line.
    pub(crate) fn type_line(&mut self, line: &str) {
        self.keyboard
            .write_all(format!("{line}\n").as_bytes())
            .unwrap();
    }

    /// Waits for a question, and types its answer.
    #[track_caller]
    pub(crate) fn answer(&mut self, question: &str, line: &str) -> String {
        let before = self.expect(question);
        self.type_line(line);
        before
    }

    /// Waits for the command to end; gives its standard output and error, and all that was shown.
    pub(crate) fn finish(self) -> (Outcome, String) {
        let outcome = Outcome::of(self.child.wait_with_output().unwrap());
        // Ends with the terminal, which nobody else has open.
        let rest: String = self.screen.iter().collect();
        (outcome, self.shown + &rest)
    }
}

/// The same command, for a terminal; nothing says that nobody is there.
fn with_terminal(command: &Command) -> Command {
    let mut at_terminal = Command::new("setsid");
    at_terminal
        .arg("--ctty")
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, value) in command.get_envs() {
        if let Some(value) = value.filter(|_| name != "CI") {
            at_terminal.env(name, value);
        }
    }
    at_terminal
}

fn watch(mut screen: File) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        // Reading fails once the last process has closed the terminal.
        while let Ok(length @ 1..) = screen.read(&mut buffer) {
            bytes.extend_from_slice(&buffer[..length]);
            let whole = match std::str::from_utf8(&bytes) {
                Ok(text) => text.len(),
                Err(error) => error.valid_up_to(),
            };
            let text: Vec<u8> = bytes.drain(..whole).collect();
            if sender.send(String::from_utf8(text).unwrap()).is_err() {
                return;
            }
        }
    });
    receiver
}
