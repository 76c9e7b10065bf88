//! What messages say: the templates of pools, and links instead of codes.

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, refusal, text};
use crate::model::Message;

const EMAIL: &str = "ann@example.com";

/// A pool that verifies e-mail addresses, with these settings.
fn verifying(cognito: &Cognito, mut settings: Value) -> Demo<'_> {
    settings["AutoVerifiedAttributes"] = json!(["email"]);
    cognito.demo_with(&settings, &json!({}))
}

/// Signs `ann` up and answers what she reads.
fn sign_up(demo: &Demo<'_>) -> Message {
    let input = json!({
        "ClientId": demo.client_id, "Username": "ann", "Password": "Correct-Horse-1",
        "UserAttributes": [{ "Name": "email", "Value": EMAIL }],
    });
    demo.cognito.expect("SignUp", &input);
    demo.cognito.newest_message("ann").unwrap()
}

/// Invites somebody by both media and answers the e-mail and the text message.
fn invite(demo: &Demo<'_>, username: &str) -> (Message, Message) {
    let read = |medium: &str| {
        let input = json!({
            "UserPoolId": demo.pool_id, "Username": format!("{username}{medium}"),
            "TemporaryPassword": "Temporary-1", "DesiredDeliveryMediums": [medium],
            "UserAttributes": [
                { "Name": "email", "Value": EMAIL },
                { "Name": "phone_number", "Value": "+12065550100" },
            ],
        });
        demo.cognito.expect("AdminCreateUser", &input);
        let name = format!("{username}{medium}");
        demo.cognito.newest_message(&name).unwrap()
    };
    (read("EMAIL"), read("SMS"))
}

#[test]
fn a_pool_without_templates_speaks_the_services_words() {
    let cognito = Cognito::new();
    let demo = verifying(&cognito, json!({}));
    let message = sign_up(&demo);
    assert_eq!(message.subject.as_deref(), Some("Your verification code"));
    let code = &message.secret;
    assert_eq!(message.text, format!("Your confirmation code is {code}."));
    assert_eq!(message.destination, EMAIL);
    assert_eq!(message.link, None);

    let (email, sms) = invite(&demo, "guest");
    assert_eq!(email.subject.as_deref(), Some("Your temporary password"));
    assert_eq!(
        email.text,
        "Your username is guestEMAIL and temporary password is Temporary-1."
    );
    assert_eq!(sms.subject, None);
    assert_eq!(
        sms.text,
        "Your username is guestSMS and temporary password is Temporary-1."
    );
}

#[test]
fn a_pools_templates_are_filled_in() {
    let cognito = Cognito::new();
    let demo = verifying(
        &cognito,
        json!({
            "VerificationMessageTemplate": {
                "EmailMessage": "Dear {username}: {####}", "EmailSubject": "Hello",
            },
            "AdminCreateUserConfig": { "InviteMessageTemplate": {
                "SMSMessage": "{username}/{####}", "EmailMessage": "{####} is for {username}",
                "EmailSubject": "Come in",
            } },
        }),
    );
    let message = sign_up(&demo);
    assert_eq!(message.subject.as_deref(), Some("Hello"));
    assert_eq!(message.text, format!("Dear ann: {}", message.secret));
    let (email, sms) = invite(&demo, "guest");
    assert_eq!(email.subject.as_deref(), Some("Come in"));
    assert_eq!(email.text, "Temporary-1 is for guestEMAIL");
    assert_eq!(sms.text, "guestSMS/Temporary-1");
}

#[test]
fn a_username_is_no_template() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let (email, _) = invite(&demo, "{####}");
    assert_eq!(
        email.text,
        "Your username is {####}EMAIL and temporary password is Temporary-1."
    );
}

#[test]
fn an_invitation_names_the_address_that_one_signs_in_by() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({ "UsernameAttributes": ["email"] }));
    let input = json!({
        "UserPoolId": pool_id, "Username": EMAIL, "DesiredDeliveryMediums": ["EMAIL"],
        "TemporaryPassword": "Temporary-1",
    });
    let user = cognito.expect("AdminCreateUser", &input);
    let message = cognito.newest_message(&text(&user["User"]["Username"]));
    assert_eq!(
        message.unwrap().text,
        format!("Your username is {EMAIL} and temporary password is Temporary-1.")
    );
}

#[test]
fn a_text_goes_by_its_older_name_too() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({
        "EmailVerificationMessage": "old {####}",
        "SmsVerificationMessage": "short {####}",
        "VerificationMessageTemplate": { "EmailSubject": "Hello" },
    }));
    let described = |pool_id: &str| {
        let id = json!({ "UserPoolId": pool_id });
        cognito.expect("DescribeUserPool", &id)["UserPool"].clone()
    };
    let pool = described(&pool_id);
    assert_eq!(
        pool["VerificationMessageTemplate"],
        json!({
            "DefaultEmailOption": "CONFIRM_WITH_CODE", "EmailMessage": "old {####}",
            "EmailSubject": "Hello", "SmsMessage": "short {####}",
        })
    );
    assert_eq!(pool["EmailVerificationSubject"], "Hello");
    cognito.expect("UpdateUserPool", &json!({ "UserPoolId": pool_id }));
    assert_eq!(described(&pool_id).get("EmailVerificationSubject"), None);
}

#[test]
fn a_template_without_its_placeholders_is_refused() {
    let cognito = Cognito::new();
    let create = |settings: Value| {
        let mut input = settings;
        input["PoolName"] = "test".into();
        cognito.call("CreateUserPool", &input).unwrap_err()
    };
    for (template, member) in [
        (json!({ "EmailMessage": "no code" }), "emailMessage"),
        (json!({ "SmsMessage": "no code" }), "smsMessage"),
        (
            json!({ "EmailMessageByLink": "no {##link" }),
            "emailMessageByLink",
        ),
    ] {
        let (code, message) = create(json!({ "VerificationMessageTemplate": template }));
        assert_eq!(code, "InvalidParameterException");
        let at = format!("at 'verificationMessageTemplate.{member}' failed to satisfy constraint");
        assert!(message.contains(&at), "{message}");
    }
    let invitation = json!({ "InviteMessageTemplate": { "EmailMessage": "only {####}" } });
    assert_eq!(
        create(json!({ "AdminCreateUserConfig": invitation })),
        refusal(
            "InvalidParameter",
            "An invitation must contain both {username} and {####}."
        )
    );
}

#[test]
fn codes_for_signing_in_have_templates_of_their_own() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP"] } },
        "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::000000000000:role/sms" },
        "SmsAuthenticationMessage": "sms {####}",
    }));
    let email = json!({
        "UserPoolId": pool_id,
        "EmailMfaConfiguration": { "Message": "mail {####}", "Subject": "In" },
    });
    cognito.expect("SetUserPoolMfaConfig", &email);
    let client_id = cognito.client(
        &pool_id,
        &json!({ "ExplicitAuthFlows": ["ALLOW_USER_AUTH"] }),
    );
    let contacts = json!([
        { "Name": "email", "Value": EMAIL }, { "Name": "email_verified", "Value": "true" },
        { "Name": "phone_number", "Value": "+12065550100" },
        { "Name": "phone_number_verified", "Value": "true" },
    ]);
    cognito.user(&pool_id, "ann", &contacts);
    for (challenge, begins, subject) in [
        ("EMAIL_OTP", "mail ", Some("In")),
        ("SMS_OTP", "sms ", None),
    ] {
        let input = json!({
            "ClientId": client_id, "AuthFlow": "USER_AUTH",
            "AuthParameters": { "USERNAME": "ann", "PREFERRED_CHALLENGE": challenge },
        });
        cognito.expect("InitiateAuth", &input);
        let message = cognito.newest_message("ann").unwrap();
        assert_eq!(message.text, format!("{begins}{}", message.secret));
        assert_eq!(message.subject.as_deref(), subject);
    }
}

#[test]
fn a_link_carries_the_code_of_a_sign_up_and_of_nothing_else() {
    let cognito = Cognito::new();
    let demo = verifying(
        &cognito,
        json!({ "VerificationMessageTemplate": {
            "DefaultEmailOption": "CONFIRM_WITH_LINK",
            "EmailMessageByLink": "Please {##confirm##}.", "EmailSubjectByLink": "Link",
        } }),
    );
    let message = sign_up(&demo);
    let (client_id, code) = (&demo.client_id, &message.secret);
    let url = format!(
        "http://127.0.0.1:9229/confirmUser?client_id={client_id}&user_name=ann&confirmation_code={code}"
    );
    assert_eq!(message.link.as_deref(), Some(url.as_str()));
    assert_eq!(message.subject.as_deref(), Some("Link"));
    let url = url.replace('&', "&amp;");
    assert_eq!(
        message.text,
        format!("Please <a href=\"{url}\">confirm</a>.")
    );
    // The code itself still confirms.
    let confirm = json!({
        "ClientId": client_id, "Username": "ann", "ConfirmationCode": code,
    });
    cognito.expect("ConfirmSignUp", &confirm);

    let forgot = json!({ "ClientId": client_id, "Username": "ann" });
    cognito.expect("ForgotPassword", &forgot);
    let message = cognito.newest_message("ann").unwrap();
    assert_eq!(message.link, None);
    assert!(message.text.contains(&message.secret));
}
