//! The ways to sign in, as `--method` explains them.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
pub(crate) use poolgate::profiles::Method;

/// Takes the words that profiles have too.
pub(crate) fn parser() -> impl TypedValueParser<Value = Method> {
    let words = Method::ALL.map(|method| PossibleValue::new(method.word()).help(help(method)));
    PossibleValuesParser::new(words).try_map(|word| word.parse::<Method>())
}

fn help(method: Method) -> &'static str {
    match method {
        Method::Auto => {
            "The profile's method; else the browser, where the profile has a domain and no \
             password is given; else SRP, through `USER_AUTH` where the app client wants that"
        }
        Method::Browser => "The pool's own pages, in a browser",
        Method::ClientCredentials => {
            "The app client's secret alone, for a machine: there is no user"
        }
        Method::Srp => "The password, proven by SRP and never sent",
        Method::Password => "The password, sent as it is, inside TLS",
        Method::EmailOtp => "A code by e-mail",
        Method::SmsOtp => "A code by SMS",
        Method::Passkey => "A passkey, through --passkey-process",
        Method::Choice => "Whatever you choose of what the pool offers",
        Method::Custom => "The challenges that the pool's functions define",
        Method::SrpCustom => "The password, proven by SRP, and then such challenges",
    }
}
