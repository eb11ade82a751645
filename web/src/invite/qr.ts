/** A link as a QR code: path data on a grid of modules, with the quiet zone. */
import qrcode from "qrcode-generator";

const QUIET = 4; // modules of white around it (ISO/IEC 18004)

export interface QrCode {
  side: number;
  path: string;
}

export function qrCode(text: string): QrCode {
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const path: string[] = [];
  for (let y = 0; y < count; y += 1) {
    for (let x = 0; x < count; x += 1) if (code.isDark(y, x)) path.push(`M${x + QUIET} ${y + QUIET}h1v1h-1z`);
  }
  return { side: count + 2 * QUIET, path: path.join("") };
}
