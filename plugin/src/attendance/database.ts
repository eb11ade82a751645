/** IndexedDB as promises; every write is on the disk before it is told done. */
const NAME = "attendance";
export const STORES = ["calls", "events", "clocks", "refused", "meetings", "notes"] as const;
export type StoreName = (typeof STORES)[number];

export async function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asking = factory.open(NAME, 1);
    asking.onupgradeneeded = () => {
      const database = asking.result;
      database.createObjectStore("calls", { keyPath: "connection" });
      database.createObjectStore("events", { keyPath: "seq", autoIncrement: true }).createIndex("connection", "connection");
      database.createObjectStore("clocks", { keyPath: "key" }).createIndex("connection", "connection");
      database.createObjectStore("refused", { keyPath: "seq", autoIncrement: true });
      database.createObjectStore("meetings", { keyPath: "id" });
      database.createObjectStore("notes");
    };
    asking.onsuccess = () => { resolve(asking.result); };
    asking.onerror = () => { reject(asking.error ?? new Error("no database")); };
  });
}

/** The answer of one request. Await nothing else inside of a transaction: it would be over. */
export async function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => { resolve(request.result); };
    request.onerror = () => { reject(request.error ?? new Error("not read")); };
  });
}

/** Moves a cursor on until `more` says no. */
export async function walk<Cursor extends IDBCursor>(request: IDBRequest<Cursor | null>, more: (cursor: Cursor) => boolean | Promise<boolean>): Promise<void> {
  for (let cursor = await answered(request); cursor !== null; cursor = await answered(request)) {
    if (!(await more(cursor))) return;
    cursor.continue();
  }
}

/** One transaction over `names`: all of `deed` or nothing of it. */
export async function within<T>(
  database: IDBDatabase, names: readonly StoreName[], mode: "readonly" | "readwrite", deed: (transaction: IDBTransaction) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction([...names], mode, { durability: "strict" });
  const over = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => { resolve(); };
    transaction.onabort = () => { reject(transaction.error ?? new Error("not written")); };
  });
  try {
    const result = await deed(transaction);
    await over;
    return result;
  } catch (error) {
    over.catch(() => undefined);
    try { transaction.abort(); } catch { /* over already */ }
    throw error;
  }
}
