//! `USER_SRP_AUTH` against the verifier side of `poolgate-srp` (protocol.md 1).
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use poolgate_flow::{Error, Failure, Password, Request, Response, Step, Waiting};
use poolgate_srp::{Identity, PublicValue, Salt, Server, Verifier};

const USER_ID: &str = "6a5c2d1e-0000-4000-8000-000000000001";
const SECRET_BLOCK: &[u8] = b"an opaque block of the service";

/// A service that knows one user's verifier.
struct Service {
    verifier: Verifier,
    salt: Salt,
    server: Server,
}

impl Service {
    fn new(password: &str) -> Self {
        let mut rng = support::rng();
        let salt = Salt::random(&mut rng);
        let verifier = Verifier::from_password(&Self::identity(), password.as_bytes(), &salt);
        let server = Server::start(&mut rng, &verifier);
        Self {
            verifier,
            salt,
            server,
        }
    }

    fn identity() -> Identity<'static> {
        Identity::user("Example1", USER_ID)
    }

    fn challenge(&self) -> Response {
        Response::challenge("PASSWORD_VERIFIER")
            .parameter("SALT", &self.salt.to_hex())
            .parameter("SRP_B", &self.server.public_value().to_hex())
            .parameter("SECRET_BLOCK", &BASE64_STANDARD.encode(SECRET_BLOCK))
            .parameter("USERNAME", USER_ID)
            .parameter("USER_ID_FOR_SRP", USER_ID)
    }

    fn accepts(self, a: &str, answer: &Request) -> bool {
        let Request::RespondToAuthChallenge(answer) = answer else {
            panic!("{answer:?}")
        };
        let response = |name| answer.responses.value(name).unwrap();
        assert_eq!(
            response("USERNAME"),
            USER_ID,
            "the service's own name answers"
        );
        let a = PublicValue::from_hex(a).unwrap();
        let key = self.server.finish(&self.verifier, &a).unwrap();
        let signature = BASE64_STANDARD
            .decode(response("PASSWORD_CLAIM_SIGNATURE"))
            .unwrap();
        key.verify_claim(
            &Self::identity(),
            SECRET_BLOCK,
            response("TIMESTAMP"),
            &signature,
        )
        .is_ok()
    }
}

fn start() -> (Waiting, String) {
    let mut rng = support::rng();
    let sign_in = support::sign_in(support::confidential_client());
    let (waiting, request) = sign_in.with_srp(support::password(), &mut rng);
    let Request::InitiateAuth(request) = request else {
        panic!("{request:?}")
    };
    assert_eq!(request.flow.as_str(), "USER_SRP_AUTH");
    assert_eq!(
        request.parameters.value("USERNAME"),
        Some("ana@example.com")
    );
    (
        waiting,
        request.parameters.value("SRP_A").unwrap().to_owned(),
    )
}

fn answer_to(waiting: Waiting, challenge: Response) -> Result<(Waiting, Request), Failure> {
    match waiting.receive(Ok(challenge), support::now(), &mut support::rng())? {
        Step::Send(waiting, request) => Ok((waiting, request)),
        step => panic!("{step:?}"),
    }
}

#[test]
fn the_right_password_is_proven_and_signs_in() {
    let (waiting, a) = start();
    let service = Service::new("correct horse");
    let (waiting, answer) = answer_to(waiting, service.challenge()).unwrap();
    assert!(service.accepts(&a, &answer));

    let step = waiting
        .receive(
            Ok(support::signed_in()),
            support::now(),
            &mut support::rng(),
        )
        .unwrap();
    let Step::SignedIn(tokens) = step else {
        panic!("{step:?}")
    };
    assert_eq!(tokens.access_token.expose(), "access");
    assert_eq!(tokens.expires_in.as_secs(), 3600);
}

#[test]
fn a_wrong_password_proves_nothing() {
    let (waiting, a) = start();
    let service = Service::new("another horse");
    let (_, answer) = answer_to(waiting, service.challenge()).unwrap();
    assert!(!service.accepts(&a, &answer));
}

#[test]
fn the_secret_hash_follows_the_name_of_each_call() {
    let mut rng = support::rng();
    let app = support::confidential_client();
    let sign_in = support::sign_in(app.clone());
    let (waiting, request) = sign_in.with_srp(support::password(), &mut rng);
    let Request::InitiateAuth(first) = request else {
        panic!("{request:?}")
    };
    let hash_of = |name| app.secret_hash(name).unwrap();
    assert_eq!(
        first.parameters.value("SECRET_HASH"),
        Some(&*hash_of("ana@example.com"))
    );

    let (_, second) = answer_to(waiting, Service::new("x").challenge()).unwrap();
    let Request::RespondToAuthChallenge(second) = second else {
        panic!("{second:?}")
    };
    assert_eq!(
        second.responses.value("SECRET_HASH"),
        Some(&*hash_of(USER_ID))
    );
}

#[test]
fn a_public_value_that_gives_the_key_away_is_refused() {
    let n = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A0879\
8E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F4\
06B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24\
CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE\
3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510\
15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7AB\
F5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE1\
17577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";
    for b in ["0", "00", n, &format!("{n}0")] {
        let challenge = Service::new("correct horse")
            .challenge()
            .parameter("SRP_B", b);
        let failure = answer_to(start().0, challenge).unwrap_err();
        assert!(matches!(failure.error, Error::Srp(_)), "{b:.8}: {failure}");
    }
}

#[test]
fn a_malformed_challenge_is_named() {
    let cases = [
        ("SALT", "9".repeat(10_000)),
        ("SALT", "not hex".to_owned()),
        ("SRP_B", String::new()),
        ("SECRET_BLOCK", "*".to_owned()),
        ("SECRET_BLOCK", "A".repeat(1 << 20)),
    ];
    for (name, value) in cases {
        let challenge = Service::new("correct horse")
            .challenge()
            .parameter(name, &value);
        let failure = answer_to(start().0, challenge).unwrap_err();
        let expected = matches!(
            failure.error,
            Error::Srp(_) | Error::InvalidParameter { .. }
        );
        assert!(expected, "{name}: {failure}");
        assert!(failure.to_string().len() < 300, "{failure}");
    }
    for name in ["SALT", "SRP_B", "SECRET_BLOCK", "USER_ID_FOR_SRP"] {
        let mut challenge = Service::new("correct horse").challenge();
        challenge.challenge_parameters.remove(name);
        let failure = answer_to(start().0, challenge).unwrap_err();
        let Error::MissingParameter { name: missing, .. } = failure.error else {
            panic!("{failure}")
        };
        assert_eq!(missing, name);
    }
}

#[test]
fn tokens_without_a_proof_are_refused() {
    let failure = start()
        .0
        .receive(
            Ok(support::signed_in()),
            support::now(),
            &mut support::rng(),
        )
        .unwrap_err();
    assert!(matches!(failure.error, Error::UnprovenSignIn), "{failure}");
}

#[test]
fn the_proof_is_asked_for_once() {
    let service = Service::new("correct horse");
    let (waiting, _) = answer_to(start().0, service.challenge()).unwrap();
    let again = waiting
        .receive(Ok(service.challenge()), support::now(), &mut support::rng())
        .unwrap_err();
    assert!(
        matches!(again.error, Error::UnexpectedChallenge(_)),
        "{again}"
    );
}

#[test]
fn neither_state_nor_request_shows_the_password() {
    let mut rng = support::rng();
    let secret = Password::new("correct horse".to_owned()).unwrap();
    let (waiting, request) = support::sign_in(support::public_client()).with_srp(secret, &mut rng);
    let direct = support::sign_in(support::public_client()).with_password(&support::password());
    let shown = format!("{waiting:?} {request:?} {direct:?}");
    assert!(!shown.contains("correct horse"), "{shown}");
}
