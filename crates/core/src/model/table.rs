//! Tables of models.

use super::id::undated;
use super::{ModelInfo, ModelRow};
use std::borrow::Cow;

/// Model rows, and the day on which they were taken from the vendor's pages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModelTable {
    /// `YYYY-MM-DD`; empty for a caller's own table.
    pub read_on: Cow<'static, str>,
    /// One row a model.
    pub rows: Cow<'static, [ModelRow]>,
}

impl ModelTable {
    /// A table without rows.
    pub const EMPTY: Self = Self::new("", &[]);

    /// A table of `rows`, taken from the vendor's pages on `read_on`, `YYYY-MM-DD`.
    pub const fn new(read_on: &'static str, rows: &'static [ModelRow]) -> Self {
        Self { read_on: Cow::Borrowed(read_on), rows: Cow::Borrowed(rows) }
    }

    /// Adds a row. It overrides an earlier one with the same id.
    pub fn with(mut self, row: ModelRow) -> Self {
        self.rows.to_mut().insert(0, row);
        self
    }

    /// What the table knows about `id`: the row with this id or alias, else the row of a dated id
    /// such as `claude-haiku-4-5-20251001` or `gpt-4o-mini-2024-07-18`. A prefix alone never
    /// matches.
    pub fn info(&self, id: &str) -> ModelInfo {
        let find = |id: &str| self.rows.iter().find(|row| row.is(id));
        let row = find(id).or_else(|| undated(id).and_then(find));
        row.map_or_else(ModelInfo::default, ModelRow::info)
    }
}

impl Default for ModelTable {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl FromIterator<ModelRow> for ModelTable {
    fn from_iter<I: IntoIterator<Item = ModelRow>>(rows: I) -> Self {
        rows.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::{ModelRow, ModelTable};

    const TABLE: ModelTable = ModelTable::new("2026-11-22", ROWS);
    const ROWS: &[ModelRow] =
        &[ModelRow::new("m-1").aliases(&["m-latest"]).max_output(7), ModelRow::new("m-1-mini")];

    #[test]
    fn a_row_is_found_by_id_alias_and_dated_id_and_by_nothing_else() {
        for id in ["m-1", "m-latest", "m-1-20261122", "m-1@20261122", "m-1-2026-11-22"] {
            assert_eq!(TABLE.info(id).max_output, Some(7), "{id}");
        }
        for id in ["m", "m-1-", "m-1-turbo", "m-10", "latest", ""] {
            assert_eq!(TABLE.info(id).id, None, "{id}");
        }
        assert_eq!(TABLE.info("m-1-mini").max_output, None);
    }

    #[test]
    fn the_last_row_of_an_id_wins_and_says_what_it_was_told() {
        let table = TABLE.with(ModelRow::named("m-1".to_owned()).max_output(9));
        assert_eq!(table.info("m-1").max_output, Some(9));
        assert_eq!(table.info("m-1-20261122").max_output, Some(9));
        let rows = [ModelRow::new("a").max_output(1), ModelRow::new("a").max_output(2)];
        let table: ModelTable = rows.into_iter().collect();
        assert_eq!(table.info("a").max_output, Some(2));
    }
}
