//! Questions to a person, on the terminal itself: standard output is for data.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};

use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use zeroize::Zeroizing;

use crate::failure::{Failure, Kind};
use crate::plain_text::plain;

const TERMINAL: &str = "/dev/tty";

/// How often an answer may be wrong. At the service, each counts towards the user's lock-out.
pub(crate) const TRIES: u32 = 3;

/// Asks, or refuses to where nobody would answer.
#[derive(Debug)]
pub(crate) struct Prompt {
    /// Why nobody can be asked, if so.
    silent_because: Option<&'static str>,
    /// What to run where somebody can be asked.
    command: String,
}

impl Prompt {
    /// Asks on the terminal, unless told not to (`--no-input`, `CI=true`) or there is none.
    pub(crate) fn new(no_input: bool, command: String) -> Self {
        let silent_because = if no_input {
            Some("--no-input was given")
        } else if is_ci() {
            Some("CI is set")
        } else if terminal().is_err() {
            Some("there is no terminal")
        } else {
            None
        };
        Self {
            silent_because,
            command,
        }
    }

    /// A line, shown as it is typed. `flag` is what answers the question beforehand.
    pub(crate) fn text(&self, question: &str, flag: &str) -> Result<String, Failure> {
        self.check(question, flag)?;
        let mut terminal = terminal().map_err(|error| unusable(&error))?;
        write!(terminal, "{}: ", plain(question)).map_err(|error| unusable(&error))?;
        let mut line = String::new();
        match BufReader::new(terminal).read_line(&mut line) {
            Ok(0) => Err(Failure::new(Kind::Interrupted, "the input ended")),
            Ok(_) => Ok(line.trim().to_owned()),
            Err(error) => Err(unusable(&error)),
        }
    }

    /// A line that is not shown.
    pub(crate) fn secret(&self, question: &str, flag: &str) -> Result<Zeroizing<String>, Failure> {
        self.check(question, flag)?;
        // From before the question on: what is typed ahead must not be shown either.
        let _unechoed = Unechoed::begin().map_err(|error| unusable(&error))?;
        match rpassword::prompt_password(format!("{}: ", plain(question))) {
            Ok(secret) => Ok(Zeroizing::new(secret)),
            Err(error) => match error.kind() {
                ErrorKind::Interrupted => Err(Failure::new(Kind::Interrupted, "interrupted")),
                ErrorKind::UnexpectedEof => Err(Failure::new(Kind::Interrupted, "the input ended")),
                ErrorKind::InvalidData => Err(Failure::new(Kind::Other, "that is not UTF-8")),
                _ => Err(unusable(&error)),
            },
        }
    }

    /// One of several, by its number; gives its index.
    pub(crate) fn choose(
        &self,
        question: &str,
        options: &[String],
        flag: &str,
    ) -> Result<usize, Failure> {
        self.check(&format!("{question} ({})", options.join(", ")), flag)?;
        self.say(&format!("{question}:"));
        for (number, option) in (1..).zip(options) {
            self.say(&format!("  {number}  {option}"));
        }
        for _ in 0..TRIES {
            let typed = self.text("Number", flag)?;
            match typed.parse::<usize>().map(|number| number.wrapping_sub(1)) {
                Ok(index) if index < options.len() => return Ok(index),
                _ => self.say(&format!(
                    "{typed:?} is not a number from 1 to {}.",
                    options.len()
                )),
            }
        }
        Err(Failure::new(Kind::SignIn, "none of them was chosen"))
    }

    /// Yes or no; whatever is not yes is no.
    pub(crate) fn confirm(&self, question: &str, flag: &str) -> Result<bool, Failure> {
        let typed = self.text(&format!("{question} [y/N]"), flag)?;
        Ok(["y", "yes"].contains(&typed.to_lowercase().as_str()))
    }

    /// Says something to the person at the terminal, if there is one.
    pub(crate) fn say(&self, line: &str) {
        self.show(&plain(line));
    }

    /// The same with what a terminal obeys, such as colours: never for text from elsewhere.
    pub(crate) fn show(&self, text: &str) {
        if self.silent_because.is_none() {
            // What is said is a courtesy; the answer asked for next will fail if this did.
            let _ = terminal().and_then(|mut terminal| writeln!(terminal, "{text}"));
        }
    }

    /// Refuses where this question would find nobody, before anything is begun for its sake.
    pub(crate) fn check(&self, question: &str, flag: &str) -> Result<(), Failure> {
        let Some(reason) = self.silent_because else {
            return Ok(());
        };
        let question = plain(&uncapitalised(question));
        let failure = Failure::new(
            Kind::SignIn,
            format_args!("{question} is needed, but {reason}"),
        );
        let command = &self.command;
        Err(match flag {
            "" => failure.hint(format_args!("Run in a terminal: {command}")),
            _ => failure.hint(format_args!("Run in a terminal: {command}; or give {flag}")),
        })
    }
}

/// Whether this is a job of continuous integration, where nobody watches.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true" || value == "1")
}

/// The terminal in the mode in which a secret is read, until dropped: nothing is shown, and each
/// key arrives at once, Ctrl-C included.
struct Unechoed {
    terminal: File,
    before: Termios,
}

impl Unechoed {
    fn begin() -> std::io::Result<Self> {
        let terminal = terminal()?;
        let before = tcgetattr(&terminal)?;
        let mut mode = before.clone();
        mode.local_modes -=
            LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG;
        mode.special_codes[SpecialCodeIndex::VMIN] = 1;
        mode.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&terminal, OptionalActions::Now, &mode)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Unechoed {
    fn drop(&mut self) {
        // A terminal that has gone away needs no echo.
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}

fn uncapitalised(question: &str) -> String {
    let mut characters = question.chars();
    let first = characters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(characters).collect()
}

fn terminal() -> std::io::Result<File> {
    OpenOptions::new().read(true).write(true).open(TERMINAL)
}

fn unusable(error: &std::io::Error) -> Failure {
    Failure::new(
        Kind::Other,
        format_args!("the terminal cannot be used: {error}"),
    )
}

/// Real secrets have hundreds of bytes; who sends gigabytes gets an error, not the memory.
const MOST_INPUT: u64 = 2 << 20;

/// The next line of standard input without its end, for what `--…-stdin` reads: as bytes, since
/// whether it is UTF-8 is for the reader to say.
pub(crate) fn standard_input_line(what: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let line = any_standard_input_line(what)?.unwrap_or_default();
    without_end(line, what)
}

/// The same with its end, empty ones included; `None` when there is no more.
pub(crate) fn any_standard_input_line(what: &str) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
    let mut line = Zeroizing::new(Vec::new());
    let mut input = std::io::stdin().lock().take(MOST_INPUT);
    let read = input.read_until(b'\n', &mut line);
    let length = read.map_err(|error| unreadable(what, &error))?;
    Ok((length > 0).then_some(line))
}

/// All that is left of standard input, without the end of its last line: a private key has lines.
pub(crate) fn standard_input_rest(what: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut rest = Zeroizing::new(Vec::new());
    let mut input = std::io::stdin().lock().take(MOST_INPUT);
    let read = input.read_to_end(&mut rest);
    read.map_err(|error| unreadable(what, &error))?;
    without_end(rest, what)
}

fn without_end(mut text: Zeroizing<Vec<u8>>, what: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    while matches!(text.last(), Some(b'\n' | b'\r')) {
        text.pop();
    }
    if text.is_empty() {
        return Err(Failure::new(
            Kind::SignIn,
            format_args!("standard input has no line with {what}"),
        ));
    }
    Ok(text)
}

fn unreadable(what: &str, error: &std::io::Error) -> Failure {
    Failure::new(
        Kind::Other,
        format_args!("cannot read {what} from standard input: {error}"),
    )
}
