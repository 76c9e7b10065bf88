//! A QR code in the characters of a terminal.

use std::fmt::Write as _;

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};
use zeroize::Zeroizing;

/// White on black, whatever the terminal's own colours are.
const COLOURS: &str = "\x1b[97;40m";
const COLOURS_END: &str = "\x1b[0m";

/// Draws the text in half blocks, two modules a character; `None` if it is too long for a QR code.
/// Without colours it is drawn for a dark terminal; scanners know the inverse as well.
pub(crate) fn draw(text: &str, colours: bool) -> Option<Zeroizing<String>> {
    // A screen has no dirt to correct, but few lines.
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    // What is blank on the screen is dark, so that the light modules are drawn.
    let image = code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .build();
    let image = Zeroizing::new(image);
    if !colours {
        return Some(image);
    }
    // Line by line: some terminals fill the rest of a line with the colour that it ends in.
    let mut coloured = Zeroizing::new(String::new());
    for line in image.lines() {
        // Writing to a `String` cannot fail.
        let _ = writeln!(coloured, "{COLOURS}{line}{COLOURS_END}");
    }
    coloured.pop();
    Some(coloured)
}

/// Whether the terminal shows colours, and the person wants them (no-color.org).
pub(crate) fn colours_wanted() -> bool {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    variable("NO_COLOR").is_none() && variable("TERM").is_none_or(|terminal| terminal != "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_square_and_has_its_quiet_zone() {
        let drawn = draw("otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP&issuer=a", false).unwrap();
        let lines: Vec<&str> = drawn.lines().collect();
        let width = lines[0].chars().count();
        assert!(lines.iter().all(|line| line.chars().count() == width));
        assert_eq!(lines.len(), width.div_ceil(2));
        assert_eq!(lines[0], "█".repeat(width), "light, four modules wide");
        assert!(
            lines[2].starts_with("████ ▄▄▄▄▄ █"),
            "the corner's pattern: {}",
            lines[2]
        );
    }

    #[test]
    fn colours_change_nothing_else() {
        let plain = draw("secret", false).unwrap();
        let coloured = draw("secret", true).unwrap();
        let without = coloured.replace(COLOURS, "").replace(COLOURS_END, "");
        assert_eq!(*plain, without);
    }

    #[test]
    fn what_does_not_fit_is_not_drawn() {
        assert!(draw(&"a".repeat(5000), true).is_none());
    }
}
