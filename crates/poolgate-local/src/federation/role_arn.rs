//! The ARN of an IAM role.

/// `arn:<partition>:iam::<account>:role/<path and name>`, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoleArn<'a> {
    partition: &'a str,
    /// The account's twelve digits.
    pub(crate) account_id: &'a str,
    /// The role's name without its path.
    pub(crate) name: &'a str,
}

impl<'a> RoleArn<'a> {
    /// Reads an ARN; `None` if it is not a role's.
    pub(crate) fn parse(arn: &'a str) -> Option<Self> {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let ["arn", partition, "iam", "", account_id, resource] = parts[..] else {
            return None;
        };
        let name = resource.strip_prefix("role/")?.rsplit('/').next()?;
        let is_account = account_id.len() == 12 && account_id.bytes().all(|it| it.is_ascii_digit());
        let is_name =
            |character: u8| character.is_ascii_alphanumeric() || b"_+=,.@-".contains(&character);
        let is_role = !partition.is_empty() && is_account && !name.is_empty();
        (is_role && name.bytes().all(is_name)).then_some(Self {
            partition,
            account_id,
            name,
        })
    }

    /// Who somebody is that has assumed the role: an ARN of STS.
    pub(crate) fn assumed(&self, session_name: &str) -> String {
        let Self {
            partition,
            account_id,
            name,
        } = self;
        format!("arn:{partition}:sts::{account_id}:assumed-role/{name}/{session_name}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_path_of_a_role_is_no_part_of_its_session() {
        let role = RoleArn::parse("arn:aws-cn:iam::123456789012:role/service-role/reader").unwrap();
        assert_eq!(role.name, "reader");
        assert_eq!(
            role.assumed("s"),
            "arn:aws-cn:sts::123456789012:assumed-role/reader/s"
        );
    }

    #[test]
    fn what_is_no_role_is_refused() {
        for arn in [
            "",
            "reader",
            "arn:aws:iam::123456789012:user/reader",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:iam::123:role/reader",
            "arn:aws:iam:us-east-1:123456789012:role/reader",
            "arn:aws:sts::123456789012:assumed-role/reader/s",
            "arn:aws:iam::123456789012:role/<script>",
        ] {
            assert_eq!(RoleArn::parse(arn), None, "{arn}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(arn: String, account in "[0-9]{12}", name in "[A-Za-z0-9+=,.@_-]{1,64}") {
            prop_assert_eq!(RoleArn::parse(&arn), None);
            let arn = format!("arn:aws:iam::{account}:role/{name}");
            prop_assert_eq!(RoleArn::parse(&arn).unwrap().name, name.as_str());
        }
    }
}
