//! Providers that do not give way, or that take anything for a reply: the suite must name each.

use crate::mutants::Mutant;
use futures_util::{Stream, StreamExt};
use kei_router::codec::Descriptor;
use kei_router::transport::Transport;
use kei_router_core::{
    ErrorKind, EventStream, Finish, LlmError, Message, Phase, Provider, StreamEvent,
};
use kei_router_testkit::laws::Item;
use kei_router_testkit::suite::Suite;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

type Wrap = fn(Result<EventStream, LlmError>) -> Result<EventStream, LlmError>;

fn descriptor() -> Descriptor {
    vendor().descriptor().expect("it is compiled in")
}

fn vendor() -> &'static kei_router::Vendor {
    kei_router::vendors().first().expect("there is a vendor")
}

/// The checks that fail for the first vendor of the table with this wrapper: over sockets, where
/// it is so, else over replays.
async fn failing(wrap: Wrap, over_sockets: bool) -> Vec<&'static str> {
    let descriptor = descriptor();
    let build = |transport: Arc<dyn Transport>| -> Box<dyn Provider> {
        let inner = vendor().over(transport, &descriptor.wire).expect("it is compiled in");
        if over_sockets { inner } else { Box::new(Mutant { inner, wrap: Arc::new(wrap) }) }
    };
    let dial = |url: String| -> Box<dyn Provider> {
        let inner = vendor().with_endpoint("sk".into(), "m".into(), url);
        Box::new(Mutant { inner: inner.expect("it is compiled in"), wrap: Arc::new(wrap) })
    };
    let suite = Suite::new(&descriptor, &build).only(&["content"]);
    let suite = if over_sockets { suite.over_sockets(&dial) } else { suite };
    suite.run().await.failures.iter().map(|failure| failure.check).collect()
}

/// Polls again at once where the stream gives way.
struct Greedy(EventStream);

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Stream for Greedy {
    type Item = Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Item>> {
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        loop {
            let polled = self.0.poll_next_unpin(&mut Context::from_waker(&waker));
            if polled.is_ready() || !woken.0.swap(false, Ordering::SeqCst) {
                return polled;
            }
        }
    }
}

#[tokio::test]
async fn a_stream_that_never_gives_way_is_named() {
    let greedy: Wrap = |stream| Ok(Greedy(stream?).boxed());
    assert_eq!(failing(greedy, false).await, ["cooperation"], "nothing else is wrong with it");
}

#[tokio::test]
async fn a_stream_that_holds_up_other_tasks_is_named() {
    let blocking: Wrap = |stream| {
        let block = |item: &Item| {
            if matches!(item, Ok(StreamEvent::Started(_))) {
                std::thread::sleep(Duration::from_millis(500));
            }
        };
        Ok(stream?.inspect(block).boxed())
    };
    let failing = failing(blocking, true).await;
    assert!(failing.contains(&"socket: flood"), "{failing:?}");
}

#[tokio::test]
async fn a_flood_that_ends_for_another_reason_is_named() {
    let idle: Wrap = |stream| {
        let other = |item: Item| match item {
            Err(error) if error.phase() == Some(Phase::Total) => {
                let idle = LlmError::timeout(Phase::Idle, Duration::from_millis(200));
                let partial = error.partial().cloned();
                Err(partial.map_or(idle.clone(), |partial| idle.with_partial(partial)))
            }
            item => item,
        };
        Ok(stream?.map(other).boxed())
    };
    assert_eq!(failing(idle, true).await, ["socket: flood"], "nothing else is wrong with it");
}

#[tokio::test]
async fn a_page_that_is_taken_for_a_reply_is_named() {
    let forgiving: Wrap = |stream| match stream {
        Err(error) if error.kind() == ErrorKind::Corrupt => {
            let finish = Finish::new("any", "any", Message::assistant(""));
            let started = StreamEvent::Started(Box::default());
            let items = [started, StreamEvent::Finish(Box::new(finish)), StreamEvent::Done];
            Ok(futures_util::stream::iter(items.map(Ok)).boxed())
        }
        stream => stream,
    };
    assert_eq!(failing(forgiving, false).await, ["no stream"], "nothing else is wrong with it");
}
