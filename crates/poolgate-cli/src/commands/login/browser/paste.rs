//! The address that the browser ended at, pasted by the person.

use poolgate::oauth::{Authorization, Callback};
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use crate::failure::{Failure, Kind};
use crate::notice::notice;
use crate::prompt::any_standard_input_line;

/// The answer to this sign-in: asks until it has come, or until the input ends.
pub(super) async fn callback(authorization: &Authorization) -> Result<Callback, Failure> {
    notice(&format!(
        "The browser will end at {}…, where nothing answers. Paste that whole address here:",
        authorization.redirect_uri()
    ));
    let mut lines = lines();
    loop {
        let line = match lines.recv().await {
            Some(line) => line?,
            None => return Err(Failure::new(Kind::SignIn, "standard input has ended")),
        };
        match read(&line) {
            Ok(callback) if authorization.is_answered_by(&callback) => return Ok(callback),
            Ok(_) => notice("That answers another sign-in. Paste the address of this one:"),
            Err(error) => notice(&format!("{error}. Paste the whole address:")),
        }
    }
}

fn read(line: &[u8]) -> Result<Callback, String> {
    let text = std::str::from_utf8(line).map_err(|_| "That is not UTF-8".to_owned())?;
    Callback::parse(text).map_err(|error| error.to_string())
}

/// The lines of standard input, up to the first that cannot be read. They are read on a thread of
/// their own, which ends with the process: reading cannot be interrupted.
fn lines() -> mpsc::Receiver<Result<Zeroizing<Vec<u8>>, Failure>> {
    let (sender, lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        loop {
            let line = any_standard_input_line("the address that the browser ended at");
            let is_last = line.is_err();
            let Some(line) = line.transpose() else { return };
            if sender.blocking_send(line).is_err() || is_last {
                return;
            }
        }
    });
    lines
}
