//! Draws the pictures of `docs/pictures`, every figure in them worked out by the crate.
//!
//! ```sh
//! cargo run --manifest-path examples/pictures/Cargo.toml    # draws them anew
//! cargo test --manifest-path examples/pictures/Cargo.toml   # checks that the committed ones are these
//! ```

mod bought;
mod cap_over_two_years;
mod card;
mod chart;
mod decision_flow;
mod refund_over_a_year;

use std::error::Error;
use std::path::PathBuf;

/// A picture may fail to be worked out for as many reasons as the crate has errors.
type Drawn = Result<String, Box<dyn Error>>;

/// The name of its file, and what draws it.
type Picture = (&'static str, fn() -> Drawn);

const PICTURES: [Picture; 3] = [
    ("refund-over-a-year.svg", refund_over_a_year::draw),
    ("cap-over-two-years.svg", cap_over_two_years::draw),
    ("decision-flow.svg", decision_flow::draw),
];

fn committed(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "docs", "pictures", name].iter().collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    for (name, draw) in PICTURES {
        let picture = draw()?;
        std::fs::write(committed(name), &picture)?;
        println!("docs/pictures/{name}: {} bytes", picture.len());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_pictures_are_what_the_code_draws() {
        for (name, draw) in PICTURES {
            let on_disk = std::fs::read(committed(name)).unwrap_or_default();
            assert!(
                draw().unwrap().as_bytes() == on_disk,
                "docs/pictures/{name} is stale, draw it anew with `cargo run --manifest-path examples/pictures/Cargo.toml`"
            );
        }
    }

    #[test]
    fn every_picture_tells_what_it_shows() {
        for (name, draw) in PICTURES {
            let picture = draw().unwrap();
            for part in ["<title id=\"title\">", "<desc id=\"desc\">", "role=\"img\"", "prefers-color-scheme: dark"] {
                assert_eq!(picture.matches(part).count(), 1, "{part} in {name}");
            }
        }
    }
}
