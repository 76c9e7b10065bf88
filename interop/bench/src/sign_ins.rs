//! Sign-ins a second: several clients at once, each with a user of its own.

use std::str::FromStr;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use getrandom::SysRng;
use poolgate_srp::{Client, Identity, PublicValue, Salt, Timestamp};
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use crate::Outcome;
use crate::service::{Pool, Service, text};

const PASSWORD: &str = "Correct-horse7";

/// How the users sign in.
#[derive(Clone, Copy)]
pub(crate) enum Flow {
    Password,
    Srp,
}

impl FromStr for Flow {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "password" => Ok(Self::Password),
            "srp" => Ok(Self::Srp),
            _ => Err(format!("no flow {name:?}")),
        }
    }
}

/// Lets `clients` users sign in again and again for about `seconds`.
pub(crate) fn measure(url: &str, flow: Flow, clients: usize, seconds: u64) -> Outcome<Value> {
    let service = Service::new(url);
    let pool = &Pool::create(&service)?;
    let names: Vec<String> = (0..clients).map(|number| format!("user{number}")).collect();
    for name in &names {
        pool.add_user(&service, name, PASSWORD)?;
        sign_in(&service, pool, flow, name, PASSWORD)?;
    }
    let refuses = refuses_wrong_password(&service, pool, flow)?;
    let started = Instant::now();
    let until = started + Duration::from_secs(seconds);
    let sign_ins = thread::scope(|scope| -> Outcome<u64> {
        let work = |name| move || repeat(url, pool, flow, name, until);
        let workers: Vec<_> = names.iter().map(|name| scope.spawn(work(name))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().map_err(|_| "a client broke")?)
            .sum()
    })?;
    Ok(json!({
        "sign_ins": sign_ins,
        "seconds": started.elapsed().as_secs_f64(),
        "refuses_wrong_password": refuses,
    }))
}

/// Whether the server checks what it is shown; a user who is not under load pays for the failure.
fn refuses_wrong_password(service: &Service, pool: &Pool, flow: Flow) -> Outcome<bool> {
    pool.add_user(service, "checked", PASSWORD)?;
    sign_in(service, pool, flow, "checked", PASSWORD)?;
    Ok(sign_in(service, pool, flow, "checked", "Wrong-horse7").is_err())
}

fn repeat(url: &str, pool: &Pool, flow: Flow, name: &str, until: Instant) -> Outcome<u64> {
    let service = Service::new(url);
    let mut done = 0;
    while Instant::now() < until {
        sign_in(&service, pool, flow, name, PASSWORD)?;
        done += 1;
    }
    Ok(done)
}

fn sign_in(service: &Service, pool: &Pool, flow: Flow, name: &str, password: &str) -> Outcome<()> {
    let answer = match flow {
        Flow::Password => by_password(service, pool, name, password)?,
        Flow::Srp => by_srp(service, pool, name, password)?,
    };
    text(&answer["AuthenticationResult"]["AccessToken"])?;
    Ok(())
}

fn by_password(service: &Service, pool: &Pool, name: &str, password: &str) -> Outcome<Value> {
    let parameters = json!({ "USERNAME": name, "PASSWORD": password });
    let input = json!({
        "ClientId": pool.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters,
    });
    service.call("InitiateAuth", &input)
}

fn by_srp(service: &Service, pool: &Pool, name: &str, password: &str) -> Outcome<Value> {
    let client = Client::start(&mut UnwrapErr(SysRng));
    let parameters = json!({ "USERNAME": name, "SRP_A": client.public_value().to_hex() });
    let input = json!({
        "ClientId": pool.client_id, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": parameters,
    });
    let challenge = service.call("InitiateAuth", &input)?;
    let mut answer = json!({
        "ClientId": pool.client_id,
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeResponses": responses(client, pool, &challenge["ChallengeParameters"], password)?,
    });
    // moto keeps its state by Session, Cognito in the secret block alone.
    if let Some(session) = challenge["Session"].as_str() {
        answer["Session"] = session.into();
    }
    service.call("RespondToAuthChallenge", &answer)
}

fn responses(client: Client, pool: &Pool, challenge: &Value, password: &str) -> Outcome<Value> {
    let user_id = text(&challenge["USER_ID_FOR_SRP"])?;
    let block = text(&challenge["SECRET_BLOCK"])?;
    // moto's secret block is no base64; it checks no proof either.
    let block_bytes = BASE64_STANDARD
        .decode(&block)
        .unwrap_or_else(|_| block.clone().into_bytes());
    let salt = Salt::from_hex(&text(&challenge["SALT"])?)?;
    let server = PublicValue::from_hex(&text(&challenge["SRP_B"])?)?;
    let identity = Identity::user(pool.name(), &user_id);
    let key = client.finish(&identity, password.as_bytes(), &salt, &server)?;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let timestamp = Timestamp::from_unix(i64::try_from(seconds)?).to_string();
    let signature = key.claim_signature(&identity, &block_bytes, &timestamp);
    Ok(json!({
        "USERNAME": text(&challenge["USERNAME"])?,
        "PASSWORD_CLAIM_SECRET_BLOCK": block,
        "PASSWORD_CLAIM_SIGNATURE": BASE64_STANDARD.encode(signature),
        "TIMESTAMP": timestamp,
    }))
}
