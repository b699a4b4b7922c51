//! The table of vendors, and the only list of them.

use crate::vendor::Vendor;

macro_rules! vendors {
    ($($feature:literal => $package:ident::{$codec:ident, $provider:ident};)*) => {
        $(
            #[cfg(feature = $feature)]
            #[doc(inline)]
            pub use $package::{$codec, $provider};
        )*

        /// Every vendor that has a cargo feature, compiled in or not.
        pub fn vendors() -> &'static [Vendor] {
            const VENDORS: &[Vendor] = &[$({
                #[cfg(feature = $feature)]
                const VENDOR: Vendor = Vendor::enabled::<$package::$codec>($feature);
                #[cfg(not(feature = $feature))]
                const VENDOR: Vendor = Vendor::disabled($feature);
                VENDOR
            }),*];
            VENDORS
        }
    };
}

vendors! {
    "anthropic" => kei_router_anthropic::{Anthropic, AnthropicProvider};
    "openai" => kei_router_openai::{OpenAi, OpenAiProvider};
    "kimi" => kei_router_kimi::{Kimi, KimiProvider};
}
