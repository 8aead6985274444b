// Seconds that DuckDB takes to read a CSV of PHQ-9 answers and sum them, and the sum: for duckdb.sh.
const { DuckDBInstance } = require('@duckdb/node-api');

(async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const items = Array.from({ length: 9 }, (_, i) => `"phq9-${i + 1}"`);
  // What it is told of the columns spares it looking for their types.
  const types = ["'id': 'BIGINT'", ...items.map((name) => `'${name.slice(1, -1)}': 'TINYINT'`)].join(', ');
  const query = `SELECT sum(${items.map((name) => `${name}::INTEGER`).join(' + ')}) AS total
    FROM read_csv('${process.argv[2]}', header = true, delim = ',', nullstr = 'NA', columns = {${types}})`;
  const from = process.hrtime.bigint();
  const rows = await (await connection.run(query)).getRows();
  const seconds = Number(process.hrtime.bigint() - from) / 1e9;
  console.log(`${seconds.toFixed(4)} ${rows[0][0]}`);
})();
