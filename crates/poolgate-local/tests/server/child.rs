//! Servers in processes of their own: this very test program, run again.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use poolgate_local::{Attachment, Data, Server};
use tokio::runtime::Runtime;

/// A process that does what its lines of input say, and answers each with a line.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Process {
    /// Attaches to a directory in another process; `role()` says what it became.
    #[track_caller]
    pub(crate) fn attach(directory: &Path) -> Self {
        Self::run("child::attaches", directory)
    }

    /// Serves a directory in another process.
    #[track_caller]
    pub(crate) fn serve(directory: &Path) -> Self {
        Self::run("child::serves", directory)
    }

    /// Starts the process and waits until it answers.
    #[track_caller]
    fn run(test: &str, directory: &Path) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                test,
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env("POOLGATE_TEST_DIRECTORY", directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut process = Self {
            child,
            input,
            output,
        };
        process.url();
        process
    }

    /// The next line that the process has for us, without its mark.
    #[track_caller]
    fn next(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(
                self.output.read_line(&mut line).unwrap(),
                0,
                "the process has ended"
            );
            // The test harness writes to the same place, and not always whole lines.
            if let Some((_, answer)) = line.split_once("ANSWER ") {
                return answer.trim_end().to_owned();
            }
        }
    }

    /// What it answers to a line.
    #[track_caller]
    pub(crate) fn ask(&mut self, line: &str) -> String {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
        self.next()
    }

    #[track_caller]
    pub(crate) fn url(&mut self) -> String {
        self.ask("url")
    }

    #[track_caller]
    pub(crate) fn role(&mut self) -> String {
        self.ask("role")
    }

    /// Kills it without a chance to tidy up, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets it end by itself.
    pub(crate) fn end(&mut self) {
        drop(self.input.take());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn directory() -> String {
    env::var("POOLGATE_TEST_DIRECTORY").expect("this is no test, but a process of other tests")
}

/// Answers each line of input until there is no more.
fn answer(answer: impl Fn(&str) -> String) {
    for line in std::io::stdin().lines() {
        println!("ANSWER {}", answer(&line.unwrap()));
    }
}

#[test]
#[ignore = "a process of other tests"]
fn attaches() {
    let attachment = Attachment::open(directory().as_ref()).unwrap();
    answer(|line| match line {
        "url" => attachment.url(),
        "pool" => attachment.seed().user_pool_id.clone(),
        "role" => if attachment.is_owner() {
            "owner"
        } else {
            "guest"
        }
        .to_owned(),
        other => panic!("{other}"),
    });
    attachment.close();
}

#[test]
#[ignore = "a process of other tests"]
fn serves() {
    let runtime = Runtime::new().unwrap();
    let data = Data::Directory(directory().into());
    let server = runtime
        .block_on(Server::builder().data(data).start())
        .unwrap();
    answer(|_| server.url().to_owned());
    runtime.block_on(server.shutdown());
}
