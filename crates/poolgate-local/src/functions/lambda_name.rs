//! The name of a Lambda function, as a pool's settings have it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 3986 section 2.3 leaves as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A function, and which version of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LambdaName<'a> {
    pub(super) name: &'a str,
    qualifier: Option<&'a str>,
}

impl<'a> LambdaName<'a> {
    /// Takes `arn:aws:lambda:<region>:<account>:function:<name>[:<version or alias>]` apart; any
    /// other text is the name.
    pub(super) fn of(function: &'a str) -> Self {
        let parts: Vec<&str> = function.split(':').collect();
        match parts[..] {
            ["arn", _, "lambda", _, _, "function", name] => Self {
                name,
                qualifier: None,
            },
            ["arn", _, "lambda", _, _, "function", name, qualifier] => Self {
                name,
                qualifier: Some(qualifier),
            },
            _ => Self {
                name: function,
                qualifier: None,
            },
        }
    }

    /// Lambda's Invoke: by name, since not every stand-in for Lambda takes an ARN.
    pub(super) fn invocations_path(&self) -> String {
        let name = utf8_percent_encode(self.name, RESERVED);
        let path = format!("/2015-03-31/functions/{name}/invocations");
        match self.qualifier {
            Some(qualifier) => {
                let qualifier = utf8_percent_encode(qualifier, RESERVED);
                format!("{path}?Qualifier={qualifier}")
            }
            None => path,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::uri::PathAndQuery;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_arn_names_a_function_and_perhaps_a_version() {
        let path = |function| LambdaName::of(function).invocations_path();
        assert_eq!(
            path("arn:aws:lambda:us-east-1:123456789012:function:define"),
            "/2015-03-31/functions/define/invocations"
        );
        assert_eq!(
            path("arn:aws:lambda:us-east-1:123456789012:function:define:$LATEST"),
            "/2015-03-31/functions/define/invocations?Qualifier=%24LATEST"
        );
    }

    #[test]
    fn whatever_a_name_holds_stays_inside_its_part_of_the_path() {
        assert_eq!(
            LambdaName::of("arn:aws:states:a/../b?c#d e").invocations_path(),
            "/2015-03-31/functions/arn%3Aaws%3Astates%3Aa%2F..%2Fb%3Fc%23d%20e/invocations"
        );
    }

    proptest! {
        #[test]
        fn every_name_makes_a_path_of_four_parts(name in "(arn:aws:lambda:::function:)?.*") {
            let path = LambdaName::of(&name).invocations_path();
            let path: PathAndQuery = path.parse().unwrap();
            prop_assert_eq!(path.path().matches('/').count(), 4);
            prop_assert!(path.path().ends_with("/invocations"));
        }
    }
}
