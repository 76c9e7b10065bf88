//! What the command says of itself: completions and the manual.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::process::Command;

use support::Home;

#[test]
fn every_shell_gets_completions_that_know_the_commands() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = home.run(&["completions", shell]).success();
        for word in ["credential-process", "signup", "code-process", "unremember"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
    assert_eq!(home.run(&["completions", "cmd"]).code, Some(2));
}

#[test]
fn bash_completes_with_them() {
    let home = Home::new();
    let script = home.run(&["completions", "bash"]).success();
    let ask = "COMP_WORDS=(poolgate password ''); COMP_CWORD=2; \
               _poolgate poolgate '' password; echo \"${COMPREPLY[@]}\"";
    let file = home.state();
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, format!("{script}\n{ask}")).unwrap();
    let mut bash = Command::new("bash");
    bash.arg("--norc").arg(file);
    let answered = support::Outcome::of(bash.output().unwrap()).success();
    for word in ["change", "forgot", "reset"] {
        assert!(
            answered.split_whitespace().any(|offered| offered == word),
            "{answered}"
        );
    }
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let home = Home::new();
    let page = home.run(&["man"]).success();
    assert!(page.contains(".TH poolgate 1"), "{page}");
    assert!(
        page.contains("4 sign\\-in needed or refused"),
        "the exit codes: {page}"
    );
    let pages = home.state();
    let output = ["man", "--output", pages.to_str().unwrap()];
    let error = home.run(&output).failure(3);
    assert!(error.contains("cannot write into"), "{error}");
    std::fs::create_dir_all(&pages).unwrap();
    home.run(&output).success();
    for name in [
        "poolgate.1",
        "poolgate-signup.1",
        "poolgate-account-verify.1",
    ] {
        assert!(pages.join(name).is_file(), "{name}");
    }
}
