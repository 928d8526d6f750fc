package dev.tollgate.function.admin;

import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/// YAML 1.2's core schema: plain `true`, `2`, `0.4` and `null` are what they look like. What YAML 1.1 read otherwise
/// is text: `on` and `off`, dates, `1:30`. A number of more than 30 digits is text too.
///
/// See [YAML 1.2.2, 10.3](https://yaml.org/spec/1.2.2/#103-core-schema).
final class CoreSchema extends Resolver {
    private static final Map<Tag, Pattern> FORMS =
            Map.of(
                    Tag.NULL,
                    Pattern.compile("~|null|Null|NULL|"),
                    Tag.BOOL,
                    Pattern.compile("true|True|TRUE|false|False|FALSE"),
                    Tag.INT,
                    Pattern.compile("[-+]?\\d{1,30}"),
                    Tag.FLOAT,
                    Pattern.compile(
                            "[-+]?(\\.\\d{1,30}|\\d{1,30}(\\.\\d{0,30})?)([eE][-+]?\\d{1,3})?"));

    /// Whether a text may have a tag that somebody wrote before it.
    static boolean fits(Tag tag, String text) {
        Pattern form = FORMS.get(tag);
        return form != null && form.matcher(text).matches();
    }

    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.NULL, FORMS.get(Tag.NULL), "~nN\0");
        addImplicitResolver(Tag.BOOL, FORMS.get(Tag.BOOL), "tTfF");
        addImplicitResolver(Tag.INT, FORMS.get(Tag.INT), "-+0123456789");
        addImplicitResolver(Tag.FLOAT, FORMS.get(Tag.FLOAT), "-+.0123456789");
    }
}
