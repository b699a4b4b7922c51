//! `--demo`: simulators stand in for the vendors. The vendors' crates and the sockets are real.

use kei_router::{LlmRouter, Usage, vendors};
use kei_router_testkit::{Script, Sim, SimRequest, SimRules};
use serde_json::{Map, Value};
use std::io;
use std::time::Duration;

/// The pace of a reply.
const TOKEN_EVERY: Duration = Duration::from_millis(30);

/// How much of a message is echoed, in characters.
const ECHO: usize = 200;

/// A simulator for each vendor that is compiled in. They end when it is dropped.
#[derive(Debug)]
pub struct Demo {
    sims: Vec<(&'static str, Sim)>,
}

impl Demo {
    /// Starts the simulators, each with a friendly echo.
    ///
    /// # Errors
    /// Where no port is free, or the testkit does not know a vendor's wire.
    pub async fn start() -> io::Result<Self> {
        Self::with(|vendor| Script::respond(move |request| friendly(vendor, request))).await
    }

    /// Starts the simulators, each with the script that `script` gives for the vendor.
    ///
    /// # Errors
    /// Where no port is free, or the testkit does not know a vendor's wire.
    pub async fn with(script: impl Fn(&'static str) -> Script) -> io::Result<Self> {
        let mut sims = Vec::new();
        for vendor in vendors() {
            if let Some(descriptor) = vendor.descriptor() {
                let name = vendor.name();
                let sim = Sim::try_start(&descriptor, script(name), SimRules::new()).await?;
                sims.push((name, sim));
            }
        }
        Ok(Self { sims })
    }

    /// A router whose providers talk to the simulators. It reads no environment.
    pub fn router(&self) -> LlmRouter {
        let mut router = LlmRouter::new();
        for (vendor, sim) in vendors().iter().filter_map(|v| Some((v, self.sim(v.name())?))) {
            let model = vendor.descriptor().map(|d| d.default_model.into_owned());
            let key = "sk-simulated".to_owned();
            let endpoint = sim.endpoint();
            if let Some(provider) = vendor.with_endpoint(key, model.unwrap_or_default(), endpoint) {
                router.register(provider);
            }
        }
        router
    }

    /// The simulator of a vendor.
    pub fn sim(&self, vendor: &str) -> Option<&Sim> {
        self.sims.iter().find(|(name, _)| *name == vendor).map(|(_, sim)| sim)
    }
}

/// An echo. It reasons where that is asked for, and calls the first tool that is given, until there
/// is a result.
fn friendly(vendor: &str, request: &SimRequest) -> Script {
    let said: String = request.last_user_text().unwrap_or_default().chars().take(ECHO).collect();
    let mut script = Script::new();
    if reasons(&request.json) {
        script = script.reason(["They wrote to me. ", "I shall ", "say hello."]);
    }
    let text = if let Some((name, arguments)) = call(&request.json, &said) {
        script = script.call("call_demo_1", &name, &arguments);
        arguments
    } else {
        let text = format!(
            "Hello from the {vendor} simulator! You said: {said}. \
             These words come one by one over a real socket, through the real {vendor} crate. \
             Start me without --demo to talk to the model itself."
        );
        script = script.say(&text);
        text
    };
    let tokens = |length: usize| u64::try_from(length / 4).unwrap_or(u64::MAX);
    let usage = Usage::new(tokens(request.body.len()), tokens(text.len()));
    script.usage(usage).token_every(TOKEN_EVERY)
}

/// Whether a request asks for reasoning, by the members that the wires have for it.
fn reasons(request: &Value) -> bool {
    let asked = ["thinking", "reasoning", "reasoning_effort"].map(|name| &request[name]);
    let off = |value: &Value| matches!(value.as_str(), Some("none" | "disabled"));
    asked.into_iter().any(|value| {
        !value.is_null() && !off(value) && !off(&value["type"]) && !off(&value["effort"])
    })
}

/// A call of the first tool, each text of whose arguments is what was said; none where a tool has
/// answered already.
fn call(request: &Value, said: &str) -> Option<(String, String)> {
    let tool = request["tools"].get(0)?;
    let body = request.to_string();
    let results = ["\"tool_result\"", "\"function_call_output\"", "\"role\":\"tool\""];
    if results.iter().any(|result| body.contains(result)) {
        return None;
    }
    let tool = tool.get("function").unwrap_or(tool);
    let schema = ["parameters", "input_schema"].into_iter().find_map(|name| tool.get(name))?;
    let properties = schema["properties"].as_object().into_iter().flatten();
    let texts = properties.filter(|(_, property)| property["type"] == "string");
    let arguments: Map<String, Value> =
        texts.map(|(name, _)| (name.clone(), Value::from(said))).collect();
    Some((tool["name"].as_str()?.to_owned(), Value::from(arguments).to_string()))
}
