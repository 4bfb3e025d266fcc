//! The pages for people: the order of the front page, links, pictures and examples.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "helpers of tests may panic, and read the crate's own pages"
)]

use std::fs;
use std::path::{Path, PathBuf};

use reservation_policy::{
    CapEntry, Decision, Price, Refund, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType,
    Term, UsdAmount,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

/// The decision that the README and the picture of the flow show, by the facts of `examples/data`.
fn over_the_cap() -> Decision<Refund> {
    let price = Price::new("396000 JPY".parse().unwrap(), "2640.00 USD".parse().unwrap()).unwrap();
    let reservation = Reservation::builder(ResourceType::VirtualMachines, "2026-02-10".parse().unwrap(), Term::OneYear)
        .units(6)
        .monthly(price)
        .build()
        .unwrap();
    let entry = |id, at: &str, dollars| CapEntry::new(id, at.parse().unwrap(), UsdAmount::dollars(dollars)).unwrap();
    let entries = [entry("a", "2026-01-15T10:00:00Z", 9_000), entry("b", "2026-06-30T23:59:59Z", 35_000)];
    let ledger = RefundLedger::from_entries(entries).unwrap();
    let request = Request::new("2026-11-21T09:00:00Z".parse().unwrap(), Requester::Owner);
    let policy = ReservationPolicy::in_force_on(request.date()).unwrap();
    policy.decide_refund(&reservation.all(), &request, &ledger).unwrap()
}

/// The texts of an SVG, one a line.
fn texts(svg: &str) -> String {
    let texts = svg.split("<text").skip(1).filter_map(|text| text.split_once('>')?.1.split_once('<'));
    texts.map(|(text, _)| text).collect::<Vec<_>>().join("\n")
}

/// One text without line breaks and repeated blanks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_front_page_has_its_sections_in_order() {
    let source = read("src/lib.rs");
    let sections: Vec<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("//! # "))
        .filter(|title| !title.starts_with("Ok::"))
        .collect();
    let expected = [
        "Example",
        "What this crate does not do",
        "Overview",
        "How a decision is made",
        "Cookbook",
        "Which policy edition should I use?",
        "Sources and dates",
        "Crate features",
        "Minimum supported Rust version",
        "Stability",
    ];
    assert_eq!(sections, expected);
}

#[test]
fn a_recipe_of_the_cookbook_has_at_most_eight_lines_and_one_use() {
    let source = read("src/lib.rs");
    let cookbook = source.split_once("//! # Cookbook").unwrap().1.split_once("//! # Which policy").unwrap().0;
    let recipes: Vec<&str> = cookbook.split("//! ```\n").skip(1).step_by(2).collect();
    assert_eq!(recipes.len(), 6);
    for recipe in recipes {
        let (imports, lines) = recipe.split_once(";\n").unwrap();
        assert_eq!(recipe.matches("//! use ").count(), 1, "{recipe}");
        assert!(imports.starts_with("//! use ") && lines.lines().count() <= 9, "{recipe}"); // the ninth is `# Ok`
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    let links = read("src/guide/links.md");
    let project = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(|page| root().join(page));
    for page in files("docs", "md").into_iter().chain(files("docs/guide", "md")).chain(project) {
        let text = fs::read_to_string(&page).unwrap();
        let inline = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        let defined = text.lines().filter_map(|line| line.strip_prefix('[')?.split_once("]: "));
        for (name, _) in defined.clone() {
            // On docs.rs a page links to the page's module, by the definition that comes first.
            assert!(links.contains(&format!("[{name}]: crate::guide::")), "{name} in {}", page.display());
        }
        for target in inline.chain(defined.map(|(_, target)| target)).filter(|target| !target.starts_with("http")) {
            let file = target.split('#').next().unwrap();
            let exists = file.is_empty() || page.parent().unwrap().join(file).exists();
            assert!(exists, "{target} in {}", page.display());
        }
    }
}

#[test]
fn every_page_of_the_guide_is_in_the_documentation() {
    let guide = read("src/guide.rs");
    for page in files("docs/guide", "md") {
        let name = page.file_name().unwrap().to_str().unwrap();
        assert!(guide.contains(&format!("include_str!(\"../docs/guide/{name}\")")), "{name}");
    }
}

#[test]
fn the_readme_shows_what_explain_prints() {
    let readme = read("README.md");
    let block = readme.split_once("```text\n").unwrap().1.split_once("\n```").unwrap().0;
    let printed = over_the_cap().explain().to_string().replace("2026-07", "2020-07");
    // Without the command, the id of the reservation, and the side that is left out.
    for part in block.split('…').filter(|part| !part.starts_with('$')) {
        assert!(one_line(&printed).contains(&one_line(part)), "{part}\n\n{printed}");
    }
}

#[test]
fn the_picture_of_the_flow_has_the_figures_of_its_decision() {
    let decision = over_the_cap();
    let refund = decision.outcome();
    let shown = one_line(&texts(&read("docs/pictures/decision-flow.svg")));
    let reason = decision.reasons().first().unwrap().to_string();
    for figure in [
        format!("{}, in force on {}", decision.policy(), refund.request.date()),
        format!("{} x 19/30 = {}", refund.billed.period_charge, refund.billed.refund),
        format!("{} x 19/30 = {}", refund.usd.period_charge, refund.usd.refund),
        format!("{}, {}", refund.billed.remaining_commitment, refund.usd.remaining_commitment),
        format!("{} left", refund.cap.remaining_before),
        format!("this return counts {}", refund.cap.counts),
        reason,
    ] {
        assert!(shown.contains(&figure), "{figure}");
    }
}

#[test]
fn the_picture_of_a_year_has_the_figures_of_its_day() {
    let builder = || Reservation::builder(ResourceType::VirtualMachines, "2026-01-01".parse().unwrap(), Term::OneYear);
    let price = |text: &str| Price::usd(text.parse().unwrap()).unwrap();
    let request = Request::new("2026-06-16T12:00:00Z".parse().unwrap(), Requester::Owner);
    let policy = ReservationPolicy::in_force_on(request.date()).unwrap();
    let shown = texts(&read("docs/pictures/refund-over-a-year.svg"));
    for reservation in [builder().upfront(price("1200.00 USD")), builder().monthly(price("100.00 USD"))] {
        let all = reservation.build().unwrap().all();
        let decision = policy.decide_refund(&all, &request, &RefundLedger::new()).unwrap();
        let amounts = decision.outcome().billed;
        assert!(shown.contains(&amounts.refund.to_string()), "{}", amounts.refund);
        assert!(amounts.remaining_commitment.is_zero() || shown.contains(&amounts.remaining_commitment.to_string()));
    }
}

#[test]
fn a_small_example_has_one_job_and_less_than_sixty_lines() {
    for example in files("examples", "rs") {
        let (text, name) = (fs::read_to_string(&example).unwrap(), example.file_stem().unwrap().to_str().unwrap());
        // Programs that need a feature are whole tools.
        if !text.contains("--features") {
            assert!(text.lines().count() < 60, "{name}");
            assert!(text.contains(&format!("--example {name}\n")), "{name}");
        }
    }
}
