//! Options at random.

use super::Writer;
use kei_router::{
    CacheTtl, ChatRequest, ReasoningConfig, ReasoningEffort, ResponseFormat, Tool, ToolChoice,
};
use serde_json::{Value, json};

impl Writer<'_> {
    /// Some of the options, each with a value that the caller may give.
    pub(super) fn options(&mut self, mut request: ChatRequest) -> ChatRequest {
        if self.rng.one_in(2) {
            request = request.system(self.sentence());
            self.wanted.texts.push(request.system.to_string());
        }
        if self.rng.one_in(3) {
            request = request.cache_system(CacheTtl::OneHour).cache_tools(CacheTtl::OneHour);
            self.wanted.marks += 2;
        }
        if self.rng.one_in(2) {
            request = self.tools(request);
        }
        if self.rng.one_in(2) {
            request = request.max_tokens(self.rng.pick(&[1, 15, 16, 1_024, 1_025, 40_000]));
        }
        if self.rng.one_in(3) {
            request = request.model("a-model-that-nobody-knows");
        }
        let request = self.sampling(request);
        self.more(request)
    }

    fn tools(&mut self, request: ChatRequest) -> ChatRequest {
        let names = ["weather", "_time", "look-up_2"];
        let tools: Vec<Tool> = names
            .iter()
            .take(self.rng.below(3) + 1)
            .map(|name| Tool {
                name: (*name).into(),
                description: self.rng.pick(&["", "Does it"]).into(),
                schema: self.schema(),
            })
            .collect();
        let request = request.tools(tools);
        let request = match self.rng.below(6) {
            0 => request.tool_choice(ToolChoice::Auto),
            1 => request.tool_choice(ToolChoice::None),
            2 => request.tool_choice(ToolChoice::Required),
            3 => request.tool_choice(ToolChoice::Tool("weather".into())),
            _ => request,
        };
        match self.rng.below(4) {
            0 => request.parallel_tool_calls(false),
            1 => request.parallel_tool_calls(true),
            _ => request,
        }
    }

    /// The schema of an object, as people write it: with its type and without, with nothing in
    /// it, with what their generators add.
    fn schema(&mut self) -> Value {
        let city = json!({"city": {"type": "string", "description": "cache_control"}});
        self.rng.pick(&[
            json!({"type": "object", "properties": city, "required": ["city"]}),
            json!({"type": "object", "properties": city, "additionalProperties": false}),
            json!({"properties": city}),
            json!({"type": "object"}),
            json!({}),
            json!(null),
            json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Args",
                   "type": "object", "properties": city}),
        ])
    }

    fn sampling(&mut self, mut request: ChatRequest) -> ChatRequest {
        if self.rng.one_in(3) {
            request = request.temperature(self.rng.pick(&[0.0, 0.7, 1.0]));
        }
        if self.rng.one_in(4) {
            request = request.top_p(0.9);
        }
        if self.rng.one_in(5) {
            request = request.seed(-7);
        }
        if self.rng.one_in(4) {
            let long = "so long that it is over the thirty-two bytes";
            let stops = ["END", "\n\n", long, "1", "2", "3"];
            let count = self.rng.below(stops.len()) + 1;
            request = request.stop(stops.into_iter().take(count));
        }
        request
    }

    fn more(&mut self, mut request: ChatRequest) -> ChatRequest {
        use ReasoningConfig::{Budget, Effort, Off};
        use ReasoningEffort::{High, Low, Max, Medium, Minimal, XHigh};
        if self.rng.one_in(2) {
            let efforts = [Minimal, Low, Medium, High, XHigh, Max].map(Effort);
            let all = [&efforts[..], &[Off, Off, Budget(0), Budget(2_048), Budget(90_000)]];
            request = request.reasoning(self.rng.pick(&all.concat()));
        }
        let closed = json!({
            "type": "object", "properties": {"a": {"type": "string"}},
            "required": ["a"], "additionalProperties": false,
        });
        let schema =
            |schema, strict| ResponseFormat::JsonSchema { name: "answer".into(), schema, strict };
        match self.rng.below(8) {
            0 => request = request.response_format(ResponseFormat::Json),
            1 => request = request.response_format(ResponseFormat::Text),
            2 => request = request.response_format(schema(closed, true)),
            3 => request = request.response_format(schema(json!({"type": "object"}), false)),
            _ => {}
        }
        if self.rng.one_in(6) {
            request = request.service_tier("auto").metadata("user_id", "u-1");
        }
        if self.rng.one_in(8) {
            request = request.metadata("run", 7).metadata("trip", "north");
        }
        request
    }
}
