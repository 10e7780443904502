import { useEffect, useRef, useState } from "react";

/** A canvas as large as its place on the screen; `draw` gets its size in pixels of the device. Drawn anew when
 * `inputs` change, the place does, or the colours. */
export function useCanvas(draw: (canvas: HTMLCanvasElement, width: number, height: number) => void | (() => void), inputs: readonly unknown[]) {
  const ref = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [colours, setColours] = useState(0);

  useEffect(() => {
    const canvas = ref.current!;
    const observer = new ResizeObserver(() => {
      const ratio = Math.min(2, devicePixelRatio);
      setSize({ width: Math.round(canvas.clientWidth * ratio), height: Math.round(canvas.clientHeight * ratio) });
    });
    observer.observe(canvas);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const repaint = () => setColours((n) => n + 1);
    scheme.addEventListener("change", repaint);
    addEventListener("themechange", repaint);
    return () => {
      observer.disconnect();
      scheme.removeEventListener("change", repaint);
      removeEventListener("themechange", repaint);
    };
  }, []);

  useEffect(() => {
    const canvas = ref.current!;
    if (size.width === 0 || size.height === 0) {
      return;
    }
    canvas.width = size.width;
    canvas.height = size.height;
    return draw(canvas, size.width, size.height) ?? undefined;
  }, [size, colours, ...inputs]);

  return ref;
}

export type Rgb = [number, number, number];

/** What a colour property of an element comes to. Browsers give `rgb(…)` for colours written in hex. */
export function rgbOf(element: Element, property: "color" | "background-color" | "outline-color" | "border-top-color"): Rgb {
  const numbers = getComputedStyle(element).getPropertyValue(property).match(/[\d.]+/g) ?? [];
  const [r, g, b] = numbers.map(Number);
  return [r ?? 128, g ?? 128, b ?? 128];
}

export const css = ([r, g, b]: Rgb, alpha = 1) => `rgb(${r} ${g} ${b} / ${alpha})`;
