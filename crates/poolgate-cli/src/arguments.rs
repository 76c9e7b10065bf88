//! What can be typed after `poolgate`, and nothing else.

pub(crate) mod account;
pub(crate) mod browser;
pub(crate) mod clients;
pub(crate) mod code;
mod connection;
pub(crate) mod device;
pub(crate) mod documentation;
pub(crate) mod domains;
pub(crate) mod groups;
pub(crate) mod identities;
pub(crate) mod identity_pool;
pub(crate) mod identity_pools;
pub(crate) mod inbox;
mod login;
pub(crate) mod mfa;
mod pairs;
pub(crate) mod password;
pub(crate) mod passwords;
pub(crate) mod pool;
pub(crate) mod pools;
pub(crate) mod profile;
pub(crate) mod providers;
pub(crate) mod resource_servers;
pub(crate) mod sign_up;
pub(crate) mod users;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
pub(crate) use connection::{
    Connection, IdentityPoolChoice, ProfileName, RoleChoice, UserPoolChoice,
};
pub(crate) use login::{Given, Login};
use poolgate::oauth::RedirectUri;
use poolgate_local::{FunctionAddress, InvalidFunctionAddress};

const EXAMPLES: &str = "\
Examples:
  poolgate login --profile local            sign in to the embedded Cognito, nothing else needed
  poolgate exec --profile local -- aws sts get-caller-identity
  poolgate login --pool-id eu-west-1_AbCdEf123 --client-id 4h57… --username ana
  curl -H \"$(poolgate token --header)\" https://api.example.com/

Exit codes:
  0 done · 1 other error · 2 wrong usage · 3 configuration · 4 sign-in needed or refused
  5 network or service trouble, a retry may help · 6 timed out · 126, 127 exec could not run
  130 interrupted · exec: the exit code of the command";

/// Sign in to Amazon Cognito, keep tokens fresh, use AWS.
#[derive(Debug, Parser)]
#[command(name = "poolgate", version, after_help = EXAMPLES, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

// Deferred: only the command that is typed is described to the parser, since describing all costs
// more than a cached `credential-process` does. Groups of flags have no doc comments, since theirs
// would be the command's then.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Your account: what the pool keeps of you.
    #[command(subcommand)]
    Account(account::Account),
    /// The app clients of a pool, for its administrators.
    #[command(subcommand)]
    Clients(clients::Clients),
    /// Print what a shell needs to complete commands and flags.
    Completions(documentation::Completions),
    /// Confirm a sign-up with the code that was sent.
    Confirm(sign_up::Confirm),
    /// Print AWS credentials the way `credential_process` wants them.
    CredentialProcess(CredentialProcess),
    /// The devices that a pool remembers of you.
    #[command(subcommand)]
    Device(device::Device),
    /// Where a pool's login pages are, for its administrators.
    #[command(subcommand)]
    Domains(domains::Domains),
    /// Run a command with AWS credentials in its environment.
    Exec(Exec),
    /// The groups of a pool, for its administrators.
    #[command(subcommand)]
    Groups(groups::Groups),
    /// The identities of an identity pool, and your own among them.
    #[command(subcommand)]
    Identities(identities::Identities),
    /// Identity pools, for administrators.
    #[command(subcommand)]
    IdentityPools(identity_pools::IdentityPools),
    /// The embedded Cognito.
    #[command(subcommand)]
    Local(LocalCommand),
    /// Sign in.
    Login(Box<Login>),
    /// Forget the session, and have its refresh token revoked.
    Logout(Logout),
    /// Print the manual, or write all its pages.
    Man(documentation::Man),
    /// Your second factors.
    #[command(subcommand)]
    Mfa(mfa::Mfa),
    /// Change the password, or replace a forgotten one.
    #[command(subcommand)]
    Password(password::Password),
    /// User pools, for administrators.
    #[command(subcommand)]
    Pools(pools::Pools),
    /// The profiles, and those of cognitoinator.
    #[command(subcommand)]
    Profile(profile::ProfileCommand),
    /// The identity providers of a pool, for its administrators.
    #[command(subcommand)]
    Providers(providers::Providers),
    /// APIs and their scopes, for a pool's administrators.
    #[command(subcommand)]
    ResourceServers(resource_servers::ResourceServers),
    /// Sign up as a new user.
    #[command(name = "signup")]
    SignUp(sign_up::SignUp),
    /// Say who is signed in, and until when.
    #[command(alias = "whoami")]
    Status(Status),
    /// Print a token of the session, refreshed if need be.
    Token(Token),
    /// The users of a pool, for its administrators.
    #[command(subcommand)]
    Users(users::Users),
}

// How the outcome is printed.
#[derive(Args, Debug)]
pub(crate) struct Format {
    /// Print the outcome as JSON, and errors as well.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum LocalCommand {
    /// Show the messages that the embedded Cognito would have sent, with their codes.
    Inbox(inbox::Inbox),
    /// Serve a whole Cognito on this machine, for any client.
    Serve(Serve),
}

#[derive(Args, Debug)]
pub(crate) struct Logout {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Only forget the session here; leave its refresh token valid.
    #[arg(long)]
    pub(crate) no_revoke: bool,
    /// End all of the user's sessions, on every device.
    #[arg(long, conflicts_with = "no_revoke")]
    pub(crate) global: bool,
    #[command(flatten)]
    pub(crate) in_browser: SignOutInBrowser,
    #[command(flatten)]
    pub(crate) format: Format,
}

// Whether the browser signs out as well.
#[derive(Args, Debug)]
pub(crate) struct SignOutInBrowser {
    /// Sign out in the browser as well, which would sign in again without asking: for an hour it
    /// remembers who was there.
    #[arg(long = "browser", id = "browser")]
    pub(crate) is_wanted: bool,
    /// With --browser: show the URL only, and open no browser.
    #[arg(long, requires = "browser")]
    pub(crate) no_browser: bool,
    /// With --browser: where it goes then, one of the app client's sign-out URLs. Without it, to
    /// the sign-in page.
    #[arg(long, value_name = "URI", requires = "browser")]
    pub(crate) logout_uri: Option<RedirectUri>,
}

#[derive(Args, Debug)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate token --profile dev --type id
  poolgate token --profile dev --token-cache ./tokens.json --keep-fresh
  curl -H \"$(poolgate token --profile dev --header)\" https://api.example.com/")]
pub(crate) struct Token {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Which token.
    #[arg(long = "type", value_enum, value_name = "TYPE", default_value_t = TokenType::Access)]
    pub(crate) kind: TokenType,
    /// Print the whole header: `Authorization: Bearer …`.
    #[arg(long, conflicts_with = "json")]
    pub(crate) header: bool,
    /// Print none, and keep all of them fresh where they are kept, until stopped.
    #[arg(long, conflicts_with_all = ["header", "json", "kind"])]
    pub(crate) keep_fresh: bool,
    #[command(flatten)]
    pub(crate) format: Format,
}

/// The three tokens of a session.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum TokenType {
    /// Authorises calls in the user's name.
    Access,
    /// Says who the user is.
    Id,
    /// Fetches new tokens. Handle with care.
    Refresh,
}

impl TokenType {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Id => "id",
            Self::Refresh => "refresh",
        }
    }
}

#[derive(Args, Debug)]
#[command(after_help = "\
In ~/.aws/config:
  [profile dev]
  credential_process = /path/to/poolgate credential-process --profile dev")]
pub(crate) struct CredentialProcess {
    #[command(flatten)]
    pub(crate) connection: Connection,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate exec --profile local -- aws sts get-caller-identity")]
pub(crate) struct Exec {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// The command and its arguments, after `--`.
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) command: Vec<OsString>,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate local serve --memory             for one test run; nothing is kept
  poolgate local serve --data ./cognito     kept in that directory
  poolgate local serve --function define-auth-challenge=http://127.0.0.1:3000/define
  SSL_CERT_FILE=ca.pem poolgate local serve --memory    trusting identity providers that it certifies
  AWS_ENDPOINT_URL=http://127.0.0.1:9229 aws cognito-idp list-user-pools --max-results 10")]
pub(crate) struct Serve {
    /// Where to listen; port 0 takes a free one. Without it: 127.0.0.1:9229 with --memory, else
    /// where the directory was served before, since tokens name the server's URL as issuer.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) addr: Option<SocketAddr>,
    /// Keep nothing: all is gone when the server stops.
    #[arg(long, conflicts_with = "data")]
    pub(crate) memory: bool,
    /// Keep all in this directory; without it, in that of the profile `local`.
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) data: Option<PathBuf>,
    /// Whose name the tokens carry as issuer. Without it: the server's, or as before in a directory.
    #[arg(long, value_enum)]
    pub(crate) issuer: Option<IssuerName>,
    /// Check the signature of each signed call against the access keys in this file, an id and a
    /// secret on each line; without it, any key is accepted that the server did not issue itself.
    #[arg(long, value_name = "FILE")]
    pub(crate) verify_signatures: Option<PathBuf>,
    /// IAM roles as `aws iam list-roles` prints them: whom each trusts, and how long its sessions
    /// last. Without it, a role trusts the identity pools that name it, for an hour.
    #[arg(long, value_name = "FILE", help_heading = "Identity pools")]
    pub(crate) roles: Option<PathBuf>,
    /// Verify the tokens of one more issuer, by the JWK set in a file. May be repeated.
    #[arg(
        long,
        value_name = "ISSUER=FILE",
        value_parser = issuer_keys,
        help_heading = "Identity pools"
    )]
    pub(crate) trusted_jwks: Vec<(String, PathBuf)>,
    /// Take the tokens that such an issuer gives to this client, as IAM's OpenID Connect provider
    /// would list it. Without one, none but those that an identity pool names itself. May be repeated.
    #[arg(
        long,
        value_name = "ISSUER=CLIENT_ID",
        value_parser = pairs::pair,
        help_heading = "Identity pools"
    )]
    pub(crate) trusted_audience: Vec<(String, String)>,
    /// Take any token of this provider for good, such as graph.facebook.com: nobody else can verify
    /// them. The same token is the same person. May be repeated.
    #[arg(long, value_name = "PROVIDER", help_heading = "Identity pools")]
    pub(crate) trust_opaque: Vec<String>,
    /// Where Lambda's Invoke API is answered, for the functions that pools name as triggers.
    #[arg(long, value_name = "URL", help_heading = "Triggers")]
    pub(crate) lambda_endpoint: Option<FunctionAddress>,
    /// Post the events for one function, by its name or ARN, to a URL instead: it answers 200 with
    /// the event. May be repeated.
    #[arg(
        long = "function",
        value_name = "NAME=URL",
        value_parser = function,
        help_heading = "Triggers"
    )]
    pub(crate) functions: Vec<(String, FunctionAddress)>,
}

/// A function and where it is answered.
fn function(text: &str) -> Result<(String, FunctionAddress), String> {
    match text.split_once('=') {
        Some((name, url)) if !name.is_empty() => {
            let address = url
                .parse()
                .map_err(|error: InvalidFunctionAddress| error.to_string())?;
            Ok((name.to_owned(), address))
        }
        _ => Err("expected a function's name, `=` and its URL".to_owned()),
    }
}

/// An issuer's URL and the file with its keys. A path may contain `=`, the URL of an issuer not.
fn issuer_keys(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((issuer, path)) if !issuer.is_empty() && !path.is_empty() => {
            Ok((issuer.to_owned(), path.into()))
        }
        _ => Err("expected an issuer's URL, `=` and a file".to_owned()),
    }
}

/// The issuer that the embedded Cognito's tokens name.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum IssuerName {
    /// The server's own URL, so that discovery works.
    Server,
    /// Amazon's, for verifiers that derive it from the pool's id.
    Aws,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    /// What is deferred is applied last, and the comment of a group of flags would become that of
    /// the command.
    #[test]
    fn each_command_says_what_it_is_itself() {
        fn compare(declared: &clap::Command, built: &clap::Command) {
            for declared in declared.get_subcommands() {
                let name = declared.get_name();
                let built = built.find_subcommand(name).unwrap();
                let about = |command: &clap::Command| command.get_about().unwrap().to_string();
                assert_eq!(about(declared), about(built), "{name}");
                compare(declared, built);
            }
        }
        let mut built = Arguments::command();
        built.build();
        compare(&Arguments::command(), &built);
    }

    #[test]
    fn a_function_has_a_name_and_an_address() {
        let (name, address) = function("define=http://127.0.0.1:3000/f?a=b").unwrap();
        assert_eq!(
            (name.as_str(), address.to_string().as_str()),
            ("define", "http://127.0.0.1:3000/f?a=b")
        );
        for text in [
            "",
            "define",
            "=http://h/",
            "define=",
            "define=h",
            "define=https://h/",
        ] {
            assert!(function(text).is_err(), "{text}");
        }
    }
}
