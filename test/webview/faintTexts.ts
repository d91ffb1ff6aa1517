/** Runs in the page: the texts inside these elements whose contrast with what they stand on is below 4.5:1 (WCAG 2.1). */
export function faintTexts(selector: string): readonly string[] {
  const parse = (css: string): number[] => (css.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = colour.map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element: Element | null): number[] => {
    if (element === null) return [0, 0, 0];
    const colour = parse(getComputedStyle(element).backgroundColor);
    return colour.length < 3 || colour[3] === 0 ? groundOf(element.parentElement) : colour;
  };
  const over = (colour: readonly number[], ground: readonly number[]): number[] =>
    [0, 1, 2].map((at) => (colour[at] ?? 0) * (colour[3] ?? 1) + (ground[at] ?? 0) * (1 - (colour[3] ?? 1)));
  const all = [...document.querySelectorAll(selector)].flatMap((part) => [...part.querySelectorAll('*')]);
  const texts = all.filter((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '');
    return own && element.getClientRects().length > 0 && !element.tagName.startsWith('VSCODE-');
  });
  if (texts.length === 0) return ['There is no text.'];
  return texts.flatMap((element) => {
    const ground = groundOf(element);
    const pair = [luminance(over(parse(getComputedStyle(element).color), ground)), luminance(ground)].sort(
      (a, b) => a - b,
    );
    const contrast = ((pair[1] ?? NaN) + 0.05) / ((pair[0] ?? NaN) + 0.05);
    return contrast >= 4.5 ? [] : [`${contrast.toFixed(2)}: ${element.textContent.slice(0, 60)}`];
  });
}
