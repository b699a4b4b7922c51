//! What the page must do.

mod access;
mod content;
mod conversation;
mod errors;
mod kept;
mod keyboard;
mod safety;

use crate::Result;
use crate::lab::Lab;

pub(crate) async fn all(lab: &mut Lab<'_>) -> Result<()> {
    conversation::all(lab).await?;
    content::all(lab).await?;
    errors::all(lab).await?;
    kept::all(lab).await?;
    keyboard::all(lab).await?;
    access::all(lab).await?;
    safety::all(lab).await
}
