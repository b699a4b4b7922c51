//! A small agent: the model calls two tools, several at once, until it has its answer. Nothing
//! here knows which vendor it talks to.
//!
//! `cargo run --example tools -- [PROVIDER] [--demo]`

#[path = "support/demo.rs"]
mod demo;

use kei_router::{
    ChatRequest, LlmError, LlmRouter, Message, Part, Provider, Role, StreamEvent, StreamExt, Tool,
    ToolCall,
};
use serde::Deserialize;
use serde_json::json;
use std::error::Error;
use std::io::{self, Write};

const QUESTION: &str = "Which is the warmest, Oslo, Cairo or Atlantis? Tell it in Fahrenheit too.";
/// A model that never comes to an end is stopped here.
const MAX_TURNS: usize = 8;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = demo::args();
    let router = if args.demo { demo::router(&args).await } else { LlmRouter::from_env() };
    let provider = router.pick(&args.provider)?;
    agent(provider.as_ref(), QUESTION, &mut io::stdout()).await?;
    Ok(())
}

/// Answers the model's calls until it makes no more, and returns the conversation.
pub(crate) async fn agent(
    provider: &dyn Provider,
    question: &str,
    out: &mut dyn Write,
) -> Result<Vec<Message>, Box<dyn Error>> {
    let mut request = ChatRequest::new([Message::user(question)]).tools(tools());
    for _ in 0..MAX_TURNS {
        let (message, calls) = turn(provider, &request, out).await?;
        request.messages.push(message);
        if calls.is_empty() {
            return Ok(request.messages.into());
        }
        for call in &calls {
            request.messages.push(answer(call, out)?);
        }
    }
    Err("the model goes on and on".into())
}

/// One turn of the model: its message, ready for the history, and the calls in it.
async fn turn(
    provider: &dyn Provider,
    request: &ChatRequest,
    out: &mut dyn Write,
) -> Result<(Message, Vec<ToolCall>), Box<dyn Error>> {
    let mut stream = provider.stream(request).await?;
    let (mut message, mut calls) = (None, Vec::new());
    while let Some(event) = stream.next().await {
        match event? {
            StreamEvent::Token(text) => write!(out, "{text}")?,
            StreamEvent::ToolCall(call) => calls.push(*call),
            StreamEvent::Warning(warning) => writeln!(out, "[{}]", warning.message)?,
            StreamEvent::Finish(finish) => message = Some(finish.message),
            _ => {}
        }
        out.flush()?;
    }
    writeln!(out)?;
    let message = message.ok_or_else(|| LlmError::truncated("the turn has no finish"))?;
    Ok((message, calls))
}

/// Runs a tool. What goes wrong is an answer too: the model can make something of it.
fn answer(call: &ToolCall, out: &mut dyn Write) -> io::Result<Message> {
    let result = match call.name.as_str() {
        "weather" => weather(call),
        "fahrenheit" => fahrenheit(call),
        name => Err(format!("there is no tool {name}").into()),
    };
    let (text, part) = match result {
        Ok(text) => (text.clone(), Part::tool_result(&call.call_id, text)),
        Err(error) => (error.to_string(), Part::tool_error(&call.call_id, error.to_string())),
    };
    writeln!(out, "  {}({}): {text}", call.name, call.json())?;
    Ok(Message { role: Role::Tool, content: part.into() })
}

fn tools() -> Vec<Tool> {
    let tool = |name: &str, description: &str, argument: &str, kind: &str| Tool {
        name: name.to_owned(),
        description: description.to_owned(),
        schema: json!({
            "type": "object",
            "properties": {argument: {"type": kind}},
            "required": [argument],
        }),
    };
    vec![
        tool("weather", "The temperature in a city now, in degrees Celsius.", "city", "string"),
        tool("fahrenheit", "Converts degrees Celsius to Fahrenheit.", "celsius", "number"),
    ]
}

fn weather(call: &ToolCall) -> Result<String, Box<dyn Error>> {
    #[derive(Deserialize)]
    struct Arguments {
        city: String,
    }
    let Arguments { city } = call.parse()?;
    match city.as_str() {
        "Oslo" => Ok("4".to_owned()),
        "Cairo" => Ok("31.5".to_owned()),
        _ => Err(format!("{city} has no weather station").into()),
    }
}

fn fahrenheit(call: &ToolCall) -> Result<String, Box<dyn Error>> {
    #[derive(Deserialize)]
    struct Arguments {
        celsius: f64,
    }
    let Arguments { celsius } = call.parse()?;
    Ok(format!("{:.1}", celsius * 1.8 + 32.0))
}
