//! Signs in in the browser and uploads files to S3 in one of the user's roles, for as long as it
//! takes.
//!
//! ```text
//! cargo run -p browser_upload_to_s3 -- \
//!     POOL_ID CLIENT_ID IDENTITY_POOL_ID REDIRECT_URI ROLE_SUFFIX BUCKET
//! ```
//!
//! `REDIRECT_URI` is a callback URL of the app client on this machine, such as
//! `http://localhost:8400/callback`. The names of the files are the lines of standard input, and
//! each is uploaded when it comes. `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_S3` lead to servers of
//! your own.
//!
//! The S3 client asks for credentials whenever it signs. They are renewed when their time comes,
//! and the user's tokens below them. To see that without waiting, give it the line `+3600`: it
//! moves the program's clock ahead by an hour. (A `poolgate local` has to be told the same, by
//! `POST /_poolgate/clock`.)

mod clock;

use std::error::Error;
use std::io;
use std::path::Path;
use std::time::Duration;

use aws_sdk_s3::config::{BehaviorVersion, Region};
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use clock::Clock;
use poolgate::oauth::LoopbackReceiver;
use poolgate::{Environment, IdentityCredentials, IdentityPool, Role, Session, UserPool};

const USAGE: &str = "usage: browser_upload_to_s3 POOL_ID CLIENT_ID IDENTITY_POOL_ID REDIRECT_URI \
                     ROLE_SUFFIX BUCKET";

/// How long the user has to sign in.
const PATIENCE: Duration = Duration::from_mins(5);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [
        pool_id,
        client_id,
        identity_pool_id,
        redirect_uri,
        suffix,
        bucket,
    ] = arguments.as_slice()
    else {
        return Err(USAGE.into());
    };
    let clock = Clock::default();
    let pool = UserPool::builder(pool_id.parse()?, client_id.parse()?)
        .environment(Environment::from_process())
        .time_source(clock.clone())
        .build()?;
    let session = sign_in(&pool, redirect_uri).await?;
    eprintln!("signed in as {}", session.username());

    let identity_pool = IdentityPool::builder(identity_pool_id.parse()?)
        .role(Role::Suffix(suffix.clone()))
        .environment(Environment::from_process())
        .time_source(clock.clone())
        .build()?;
    let region = identity_pool.id().region().to_string();
    let credentials = IdentityCredentials::new(identity_pool, session);
    let s3 = s3(region, credentials.clone(), clock.clone());

    for line in io::stdin().lines() {
        let line = line?;
        if let Some(seconds) = line.strip_prefix('+') {
            clock.move_ahead(seconds.parse()?);
            continue;
        }
        let key = upload(&s3, Path::new(&line), bucket).await?;
        let signed_by = credentials.credentials().await?;
        println!("s3://{bucket}/{key} by {}", signed_by.access_key_id());
    }
    Ok(())
}

/// The receiver listens before the browser opens, so that nobody else can take its place.
async fn sign_in(pool: &UserPool, redirect_uri: &str) -> Result<Session, Box<dyn Error>> {
    pool.discover_domain().await?;
    let receiver = LoopbackReceiver::bind(&[redirect_uri.parse()?]).await?;
    let authorization = pool
        .browser_sign_in(receiver.redirect_uri().clone())
        .begin()?;
    eprintln!("open {}", authorization.url());
    let is_ours = |callback: &_| authorization.is_answered_by(callback);
    let (callback, browser) = receiver.wait(is_ours, PATIENCE).await?;
    let outcome = authorization.complete(callback).await;
    browser.show(outcome.is_ok()).await;
    Ok(outcome?)
}

async fn upload(
    s3: &aws_sdk_s3::Client,
    file: &Path,
    bucket: &str,
) -> Result<String, Box<dyn Error>> {
    let name = file.file_name().ok_or("a line names no file")?;
    let key = name.to_string_lossy().into_owned();
    s3.put_object()
        .bucket(bucket)
        .key(&key)
        .body(ByteStream::from_path(file).await?)
        .send()
        .await?;
    Ok(key)
}

fn s3(region: String, credentials: IdentityCredentials, clock: Clock) -> aws_sdk_s3::Client {
    let tls = Provider::Rustls(CryptoMode::Ring);
    let http = aws_smithy_http_client::Builder::new().tls_provider(tls);
    let mut config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http.build_https())
        .region(Region::new(region))
        .time_source(clock)
        .credentials_provider(credentials);
    if let Ok(url) = std::env::var("AWS_ENDPOINT_URL_S3") {
        config = config.endpoint_url(url).force_path_style(true);
    }
    aws_sdk_s3::Client::from_conf(config.build())
}
