//! The claims that have a place of their own.

macro_rules! claim_names {
    ($($name:ident = $text:literal,)*) => {
        /// A claim that this crate knows, by its name in the token.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub(crate) enum ClaimName {
            $($name,)*
        }

        impl ClaimName {
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)*];

            pub(crate) fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$name),)*
                    _ => None,
                }
            }

            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

claim_names! {
    AtHash = "at_hash",
    Aud = "aud",
    AuthTime = "auth_time",
    ClientId = "client_id",
    DeviceKey = "device_key",
    Email = "email",
    EmailVerified = "email_verified",
    EventId = "event_id",
    Exp = "exp",
    FamilyName = "family_name",
    GivenName = "given_name",
    Groups = "cognito:groups",
    Iat = "iat",
    Identities = "identities",
    IdUsername = "cognito:username",
    Iss = "iss",
    Jti = "jti",
    Name = "name",
    Nbf = "nbf",
    Nonce = "nonce",
    OriginJti = "origin_jti",
    PhoneNumber = "phone_number",
    PhoneNumberVerified = "phone_number_verified",
    PreferredRole = "cognito:preferred_role",
    PreferredUsername = "preferred_username",
    Roles = "cognito:roles",
    Scope = "scope",
    Sub = "sub",
    TokenUse = "token_use",
    Username = "username",
    Version = "version",
}
