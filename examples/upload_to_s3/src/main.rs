//! Signs in to a user pool and uploads a file to S3 in one of the user's roles.
//!
//! ```text
//! cargo run -p upload_to_s3 -- POOL_ID CLIENT_ID IDENTITY_POOL_ID USERNAME ROLE_SUFFIX FILE BUCKET
//! ```
//!
//! The password is the first line of standard input. `AWS_ENDPOINT_URL` and
//! `AWS_ENDPOINT_URL_S3` lead to servers of your own.
//!
//! However long the upload takes, the credentials stay fresh: the client asks for them whenever it
//! signs, and they are renewed, and the user's tokens below them, when their time comes.

use std::error::Error;
use std::io;

use aws_sdk_s3::config::{BehaviorVersion, Region};
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use poolgate::{
    Environment, IdentityCredentials, IdentityPool, Password, Role, Session, SignInStep, UserPool,
    Username,
};

const USAGE: &str =
    "usage: upload_to_s3 POOL_ID CLIENT_ID IDENTITY_POOL_ID USERNAME ROLE_SUFFIX FILE BUCKET";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [
        pool_id,
        client_id,
        identity_pool_id,
        username,
        suffix,
        file,
        bucket,
    ] = arguments.as_slice()
    else {
        return Err(USAGE.into());
    };
    let session = sign_in(pool_id, client_id, username).await?;

    let identity_pool = IdentityPool::builder(identity_pool_id.parse()?)
        .role(Role::Suffix(suffix.clone()))
        .environment(Environment::from_process())
        .build()?;
    let region = identity_pool.id().region().to_string();
    let credentials = IdentityCredentials::new(identity_pool, session);

    let key = file.rsplit('/').next().unwrap_or(file);
    s3(region, credentials)
        .put_object()
        .bucket(bucket)
        .key(key)
        .body(ByteStream::from_path(file).await?)
        .send()
        .await?;
    println!("s3://{bucket}/{key}");
    Ok(())
}

async fn sign_in(
    pool_id: &str,
    client_id: &str,
    username: &str,
) -> Result<Session, Box<dyn Error>> {
    let pool = UserPool::builder(pool_id.parse()?, client_id.parse()?)
        .environment(Environment::from_process())
        .build()?;
    let mut password = String::new();
    io::stdin().read_line(&mut password)?;
    let password = Password::new(password.trim_end_matches(['\r', '\n']).to_owned())?;
    match pool
        .sign_in(Username::new(username)?)
        .with_srp(password)
        .await?
    {
        SignInStep::SignedIn(session) => Ok(session),
        // The example `sign_in` of the library answers challenges.
        step => Err(format!("the pool asks for more: {step:?}").into()),
    }
}

fn s3(region: String, credentials: IdentityCredentials) -> aws_sdk_s3::Client {
    let tls = Provider::Rustls(CryptoMode::Ring);
    let http = aws_smithy_http_client::Builder::new().tls_provider(tls);
    let mut config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http.build_https())
        .region(Region::new(region))
        .credentials_provider(credentials);
    if let Ok(url) = std::env::var("AWS_ENDPOINT_URL_S3") {
        config = config.endpoint_url(url).force_path_style(true);
    }
    aws_sdk_s3::Client::from_conf(config.build())
}
