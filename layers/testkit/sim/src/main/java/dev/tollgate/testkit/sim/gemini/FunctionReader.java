package dev.tollgate.testkit.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.testkit.sim.dialect.Tools;
import dev.tollgate.testkit.sim.dialect.Tools.Choice;
import dev.tollgate.testkit.sim.dialect.Tools.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the functions a request declares and how they may be called.
record FunctionReader(String model, JsonNode body) {

    private static final Set<String> DECLARATION =
            Set.of(
                    "name",
                    "description",
                    "behavior",
                    "parameters",
                    "parametersJsonSchema",
                    "response",
                    "responseJsonSchema");

    Tools tools() {
        var declared = new ArrayList<Tool>();
        var tools = body.path("tools");
        for (int i = 0; i < tools.size(); i++) {
            var functions = Proto.get(tools.path(i), "functionDeclarations");
            for (int j = 0; j < functions.size(); j++) {
                var where = "tools[" + i + "].function_declarations[" + j + "]";
                declared.add(declared(functions.path(j), where));
            }
        }
        var config = Proto.get(Proto.get(body, "toolConfig"), "functionCallingConfig");
        var mode = config.path("mode").asText("AUTO");
        var allowed = new ArrayList<String>();
        Proto.get(config, "allowedFunctionNames").forEach(name -> allowed.add(name.asText()));
        var choice = choice(mode);
        check(declared, mode, allowed);
        var open =
                declared.stream()
                        .filter(tool -> allowed.isEmpty() || allowed.contains(tool.name()))
                        .toList();
        return new Tools(open, choice, true);
    }

    private static Tool declared(JsonNode function, String where) {
        Proto.check(function, where, DECLARATION);
        var name = function.path("name").asText();
        if (!name.matches("[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}")) {
            throw Proto.wrong(
                    "* GenerateContentRequest."
                            + where
                            + ".name: Invalid function name. Must start with a letter or an"
                            + " underscore.\n");
        }
        var json = Proto.get(function, "parametersJsonSchema");
        if (function.has("parameters") && json.isObject()) {
            throw Proto.wrong(
                    "* GenerateContentRequest."
                            + where
                            + ": parameters and parameters_json_schema are mutually exclusive\n");
        }
        return new Tool(
                name, json.isObject() ? json : OpenApiSchema.checked(function.path("parameters")));
    }

    private static Choice choice(String mode) {
        return switch (mode) {
            case "AUTO", "VALIDATED", "MODE_UNSPECIFIED" -> Choice.Any.AUTO;
            case "ANY" -> Choice.Any.REQUIRED;
            case "NONE" -> Choice.Any.NONE;
            default ->
                    throw Proto.wrong(
                            "Invalid value at 'tool_config.function_calling_config.mode', \""
                                    + mode
                                    + "\"");
        };
    }

    private static void check(List<Tool> declared, String mode, List<String> allowed) {
        if (!allowed.isEmpty() && !mode.equals("ANY") && !mode.equals("VALIDATED")) {
            throw Proto.wrong(
                    "Allowed function names should only be set when function calling mode is ANY.");
        }
        for (var name : allowed) {
            if (declared.stream().noneMatch(tool -> tool.name().equals(name))) {
                throw Proto.wrong("Allowed function `" + name + "` is not declared.");
            }
        }
        if (mode.equals("ANY") && declared.isEmpty()) {
            throw Proto.wrong("Function calling config is set without function_declarations.");
        }
    }
}
