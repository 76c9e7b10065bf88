//! Signs a user in by SRP and prints who they are and until when.
//!
//! ```text
//! cargo run --example sign_in -- POOL_ID CLIENT_ID USERNAME [IDENTITY_POOL_ID]
//! ```
//!
//! The password is taken from `POOLGATE_PASSWORD`, or else from the first line of standard input;
//! codes and new passwords from the lines that follow. `AWS_ENDPOINT_URL` leads to an embedded
//! server.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufRead as _};

use poolgate::{
    Challenge, Environment, IdentityPool, Login, Password, Session, SignInStep, UserPool, Username,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pool_id, client_id, username, identity_pool_id @ ..] = arguments.as_slice() else {
        return Err("usage: sign_in POOL_ID CLIENT_ID USERNAME [IDENTITY_POOL_ID]".into());
    };
    let pool = UserPool::builder(pool_id.parse()?, client_id.parse()?)
        .environment(Environment::from_process())
        .build()?;

    let password = match std::env::var("POOLGATE_PASSWORD") {
        Ok(password) => password,
        Err(_) => ask("Password:")?,
    };
    let first = pool
        .sign_in(Username::new(username)?)
        .with_srp(Password::new(password)?)
        .await?;
    let session = answer_challenges(first).await?;
    let tokens = session.tokens();
    println!("{} (sub {})", tokens.username(), tokens.id_claims().sub);
    println!("tokens until {:?}", tokens.expires_at());

    if let [identity_pool_id] = identity_pool_id {
        let identity_pool = IdentityPool::builder(identity_pool_id.parse()?)
            .environment(Environment::from_process())
            .build()?;
        let credentials = identity_pool
            .credentials(&Login::of(&tokens).into())
            .await?;
        println!(
            "{} until {}",
            credentials.access_key_id(),
            credentials.expiration()?
        );
    }
    Ok(())
}

async fn answer_challenges(mut step: SignInStep) -> Result<Session, Box<dyn Error>> {
    loop {
        let answered = match step {
            SignInStep::SignedIn(session) => return Ok(session),
            SignInStep::Challenge(Challenge::SmsMfa(code)) => {
                let to = code.destination().unwrap_or("your phone").to_owned();
                code.answer(&ask(&format!("Code sent to {to}:"))?).await
            }
            SignInStep::Challenge(Challenge::SoftwareTokenMfa(code)) => {
                code.answer(&ask("Code of the authenticator app:")?).await
            }
            SignInStep::Challenge(Challenge::NewPasswordRequired(new)) => {
                let mut attributes = BTreeMap::new();
                for name in new.required_attributes() {
                    attributes.insert(name.clone(), ask(&format!("{name}:"))?);
                }
                let password = Password::new(ask("New password:")?)?;
                new.answer(&password, &attributes).await
            }
            other => return Err(format!("not handled here: {other:?}").into()),
        };
        step = match answered {
            Ok(next) => next,
            Err(failed) => match failed.challenge {
                Some(open) => {
                    eprintln!("{}", failed.error);
                    SignInStep::Challenge(*open)
                }
                None => return Err(failed.error.into()),
            },
        };
    }
}

fn ask(question: &str) -> Result<String, Box<dyn Error>> {
    eprintln!("{question}");
    let mut line = String::new();
    if io::stdin().lock().read_line(&mut line)? == 0 {
        return Err("no more input".into());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
