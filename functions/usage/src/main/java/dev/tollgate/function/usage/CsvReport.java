package dev.tollgate.function.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.rollup.Figures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A report as a table: a row of names, then a row for each group. A member of a member, such as `latency_ms.p95`, is a column `latency_ms_p95`.
record CsvReport(UsageReport report) {

    Reply reply(Parameters parameters) {
        UsageQuery query = report.query();
        StringBuilder text = new StringBuilder(Csv.line(header()));
        Page page = new Page(query);
        for (Line line : report.rest()) {
            String written = Csv.line(row(line));
            if (!page.take(query.order().of(line.group()), written)) {
                break;
            }
            text.append(written);
        }
        return Reply.csv("usage", text.toString(), query.period())
                .with(report.warnings())
                .next(page.next(), parameters);
    }

    private List<Optional<String>> header() {
        UsageQuery query = report.query();
        List<Optional<String>> names = new ArrayList<>();
        query.groupBy().stream()
                .map(Names::written)
                .forEach(name -> names.add(Optional.of(Csv.guarded(name))));
        Group none = new Group(List.of(), new Figures());
        Line sample =
                new Line(
                        none,
                        query.outlierFactor()
                                .map(_ -> new Outliers.Outlier(BigDecimal.ONE, BigDecimal.ONE)),
                        query.earlier().map(_ -> new Figures()));
        flatten("", sample.json(List.of()), (name, _) -> names.add(Optional.of(name)));
        return names;
    }

    private static List<Optional<String>> row(Line line) {
        List<Optional<String>> fields = new ArrayList<>();
        line.group().values().forEach(value -> fields.add(value.map(Csv::guarded)));
        Line figures =
                new Line(
                        new Group(List.of(), line.group().figures()),
                        line.outlier(),
                        line.earlier());
        flatten("", figures.json(List.of()), (_, value) -> fields.add(text(value)));
        return fields;
    }

    private static Optional<String> text(JsonNode value) {
        return value.isNull() ? Optional.empty() : Optional.of(value.asText());
    }

    private static void flatten(String prefix, ObjectNode json, Field field) {
        json.properties()
                .forEach(member -> {
                    String name = prefix + member.getKey();
                    if (member.getValue() instanceof ObjectNode inner) {
                        flatten(name + "_", inner, field);
                    } else {
                        field.is(name, member.getValue());
                    }
                });
    }

    @FunctionalInterface
    private interface Field {
        void is(String name, JsonNode value);
    }
}
