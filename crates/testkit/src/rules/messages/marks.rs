//! Marks of the prompt cache.

use super::demand;
use crate::json::member;
use crate::{Refused, SimRequest};
use serde_json::Value;

/// At most four, of a known kind and lifetime, and none of an hour after one of five minutes.
pub(super) fn cache_marks(request: &SimRequest) -> Result<(), Refused> {
    let mut marks = Vec::new();
    // In the order of the prompt.
    for name in ["tools", "system", "messages"] {
        gather(member(&request.json, name), &mut marks);
    }
    demand(marks.len() <= 4, || {
        format!("A maximum of 4 blocks with cache_control may be provided. Found {}.", marks.len())
    })?;
    let legal = |mark: &&Value| {
        let ttl = mark.get("ttl").is_none_or(|ttl| ttl == "5m" || ttl == "1h");
        member(mark, "type") == "ephemeral" && ttl
    };
    demand(marks.iter().all(legal), || "cache_control: not a legal mark".to_owned())?;
    let is_hour = |mark: &&&Value| member(mark, "ttl") == "1h";
    let late = marks.iter().skip_while(is_hour).any(|mark| is_hour(&mark));
    demand(!late, || {
        "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block"
            .to_owned()
    })
}

/// The mark of a block stands at its end, so those within it come first.
fn gather<'a>(value: &'a Value, marks: &mut Vec<&'a Value>) {
    match value {
        Value::Object(members) => {
            // What a caller's own schema or arguments say is no mark.
            let own = ["cache_control", "input_schema", "input"];
            let within = members.iter().filter(|(name, _)| !own.contains(&name.as_str()));
            within.for_each(|(_, member)| gather(member, marks));
            marks.extend(members.get("cache_control"));
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, marks)),
        _ => {}
    }
}
