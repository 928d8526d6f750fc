package dev.tollgate.function.local.dashboard;

/// Whether text can be read: WCAG 2's contrast, level AA.
final class Contrast {
    /// Gives all text that is seen and has less than 4.5 to 1, or 3 to 1 where it is large, against what is behind it.
    static final String CHECK =
            """
            const parse = (colour) => {
              const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
              return { r, g, b, a };
            };
            const over = (front, back) => ({
              r: front.r * front.a + back.r * (1 - front.a),
              g: front.g * front.a + back.g * (1 - front.a),
              b: front.b * front.a + back.b * (1 - front.a),
              a: 1,
            });
            const behind = (element) => {
              const layers = [];
              for (let at = element; at; at = at.parentElement) {
                const colour = parse(getComputedStyle(at).backgroundColor);
                if (colour.a > 0) layers.push(colour);
                if (colour.a === 1) break;
              }
              return layers.reverse().reduce((back, front) => over(front, back), { r: 255, g: 255, b: 255, a: 1 });
            };
            const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
            const luminance = ({ r, g, b }) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
            const scope = document.querySelector('dialog[open]') ?? document.body;
            const found = [];
            const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const element = walker.currentNode.parentElement;
              if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest('script, noscript, option, .unseen, .skip')) continue;
              const style = getComputedStyle(element);
              const back = behind(element);
              const [light, dark] = [luminance(over(parse(style.color), back)), luminance(back)].sort((a, b) => b - a);
              const ratio = (light + 0.05) / (dark + 0.05);
              const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
              if (ratio < (large ? 3 : 4.5)) found.push(`${walker.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
            }
            return found;
            """;

    private Contrast() {}
}
