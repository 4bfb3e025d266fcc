//! A card: an SVG with a background of its own, so that it can be read on any page, light or dark.

use std::fmt::{Display, Write as _};

/// Colours by role, light first. On its card each has a contrast of 4.5 to 1 or more where it carries text.
const PALETTE: [(&str, &str, &str); 9] = [
    ("card", "#ffffff", "#161b22"),
    ("edge", "#c9d1d9", "#3d444d"),
    ("grid", "#e4e8ec", "#2b323b"),
    ("ink", "#1f2328", "#e6edf3"),
    ("soft", "#57606a", "#9da7b3"),
    ("one", "#0b5cad", "#6cb6ff"),
    ("two", "#a84b00", "#ffb454"),
    ("good", "#1a6f33", "#5fcf74"),
    ("bad", "#b42318", "#ff8f85"),
];

/// Shapes that do not change with the scheme.
const SHAPES: &str = "\
text{font:14px system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif}
.h1{font-size:22px;font-weight:650}.h2{font-size:15px;font-weight:650}.small{font-size:12.5px}.bold{font-weight:650}
.mono{font:12.5px ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace}
.mid{text-anchor:middle}.end{text-anchor:end}
.line{fill:none;stroke-width:2.5;stroke-linejoin:round}.thin{fill:none;stroke-width:1.25}
.dash{stroke-dasharray:9 5}.dots{stroke-dasharray:2 4;stroke-linecap:round}
.area{stroke:none;fill-opacity:.16}
";

/// An SVG on the way.
pub struct Card {
    width: u32,
    height: u32,
    body: String,
}

impl Card {
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height, body: String::new() }
    }

    /// A line of text, its baseline at `y`. The class starts with a colour's role.
    pub fn text(&mut self, (x, y): (f64, f64), class: &str, text: impl Display) {
        let text = escape(&text.to_string());
        self.push(format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" class=\"{}\">{text}</text>", filled(class)));
    }

    /// Lines of text below each other.
    pub fn lines(&mut self, (x, y): (f64, f64), class: &str, lines: &[String]) {
        let mut baseline = y;
        for line in lines {
            self.text((x, baseline), class, line);
            baseline += LINE;
        }
    }

    /// A stroked path.
    pub fn stroke(&mut self, class: &str, path: &str) {
        let (role, shape) = class.split_once(' ').unwrap_or((class, ""));
        self.push(format_args!("<path class=\"s-{role} {shape}\" d=\"{path}\"/>"));
    }

    /// A filled path.
    pub fn fill(&mut self, class: &str, path: &str) {
        self.push(format_args!("<path class=\"{}\" d=\"{path}\"/>", filled(class)));
    }

    /// A box with round corners, filled as the card is, its edge in a colour's role.
    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), class: &str) {
        self.push(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"8\" class=\"f-card s-{class}\"/>"
        ));
    }

    /// A dot with a rim, so that it stands off the line that it sits on.
    pub fn dot(&mut self, (x, y): (f64, f64), role: &str) {
        self.push(format_args!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\" class=\"f-{role} s-card\" stroke-width=\"2\"/>"
        ));
    }

    /// The whole file.
    pub fn finish(self, title: &str, description: &str) -> String {
        let Self { width, height, body } = self;
        let (title, description) = (escape(title), escape(description));
        let rules = |pick: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
            PALETTE.iter().fold(String::new(), |mut css, entry| {
                let _ = writeln!(css, ".f-{0}{{fill:{1}}}.s-{0}{{stroke:{1}}}", entry.0, pick(entry));
                css
            })
        };
        let (light, dark) = (rules(|entry| entry.1), rules(|entry| entry.2));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" aria-labelledby=\"title desc\">\n\
             <title id=\"title\">{title}</title>\n<desc id=\"desc\">{description}</desc>\n\
             <!-- Made by examples/pictures; change the code, never this file. -->\n\
             <style>\n{SHAPES}{light}@media (prefers-color-scheme: dark){{\n{dark}}}\n</style>\n\
             <rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"12\" class=\"f-card s-edge\"/>\n{body}</svg>\n",
            width - 1,
            height - 1,
        )
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.body, "{element}");
    }
}

/// From one baseline to the next.
const LINE: f64 = 19.0;

/// Words on lines of at most so many characters.
pub fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("never empty");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > most {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// `12345` as `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn filled(class: &str) -> String {
    format!("f-{class}")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
