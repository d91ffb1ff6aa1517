import { estimate, type as sizes, type Measure } from '../../drawing/graph/textWidth';

/** Measures with the page's own font; each text once. */
export function canvasMeasure(family: string): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return estimate;
  const known = new Map<string, number>();
  return (text, style) => {
    const font = style === 'strong' ? `600 ${sizes.strong}px ${family}` : `${sizes.text}px ${family}`;
    const key = `${style}${text}`;
    const width = known.get(key) ?? ((context.font = font), context.measureText(text).width);
    known.set(key, width);
    return width;
  };
}
