package dev.tollgate.rollup;

/// What a team's day may take. Beyond, calls are counted under [Sums#OVERFLOW] where they can't be kept apart: in every total they count all the same.
///
/// @param cellsAlone so many cells are all there is; with more come the views
/// @param cells that are kept apart
/// @param rows of a view over two axes that are kept apart
/// @param values of a property
/// @param tagValues of a tag
/// @param tagNames beyond them, a tag's name is not kept
/// @param pairedTags so many tags, the first ones by calls, can be asked for beside any other axis without reading cells
/// @param dayRows of all views together; then no view takes up other rows any more
public record ViewBounds(
        int cellsAlone,
        int cells,
        int rows,
        int values,
        int tagValues,
        int tagNames,
        int pairedTags,
        int dayRows) {
    public static final ViewBounds DEFAULT =
            new ViewBounds(500, 50_000, 20_000, 5_000, 1_000, 40, 8, 250_000);
}
