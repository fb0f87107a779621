# 表紙、新しいゲーム、読み込み、設定。

app-back = 戻る

title-name = グレート・ゲーム
title-line = 地政学の実験室：一つの約束、五つの国、四つの競争相手。
title-learn = 学ぶ
title-learn-note = 案内つきの最初の一局、10分
title-play = 遊ぶ
title-play-note = 新しいゲームを始める
title-test = 戦略を試す
title-test-note = 一つの計画、多くの未来
title-class = 授業
title-class-note = グループ向けの演習
title-watch = 観戦と再生
title-watch-note = 戦略どうしの勝負を手番ごとに
title-data = データとモデル
title-data-note = すべての規則、数値、出典
title-settings = 設定
title-settings-note = 言語、大きさ、配色、キー
title-load = 読み込む
title-load-note = { $count ->
    [0] 保存はまだありません
   *[other] 保存 { NUMBER($count) } 件
}
title-quit = 終了
title-continue = 続きから
title-crashed = ゲームが予期せず止まりました
title-crashed-text = 直前のゲームは最後の瞬間まで保存されています：**{ $title }**、{ $quarter }終了時。
title-crashed-first = 直前のゲームは最後の瞬間まで保存されています：**{ $title }**、最初の手番。
title-crashed-yes = 続ける
title-crashed-no = 保存したままにする
title-version = バージョン { $version }
title-borders = 国境線は特定の立場を示すものではありません。

new-title = 新しいゲーム
new-scenario = シナリオ
new-level = 難易度
new-level-all = モデルのすべて
new-level-all-text = このシナリオに難易度の区別はなく、すべての仕組みが働きます。
new-temper = 対抗国の気質
new-strength = 他の国々の強さ
new-seed = 運
new-seed-text = 同じ数なら同じ運に出会います。
new-seed-other = 別の運
new-seed-hint = 整数
new-begin = 始める
new-seat = 担当：{ $seat }
new-failed = このシナリオは遊べません

load-title = 読み込む
load-none = 保存はまだありません。手番ごとに自動で保存されます。
load-where = 保存先：{ $folder }
load-auto = 自動保存
load-quick = クイックセーブ
load-named = 名前つき保存
load-broken = 読み込めません
load-after = { $quarter }終了時
load-first = 最初の手番
load-over = 終了済み
load-turn = { NUMBER($turns) }手番中{ NUMBER($turn) }手番
load-played = 戦略による対局
load-go = 読み込む
load-delete = 削除
load-delete-ask = この保存を削除しますか
load-delete-text = 元には戻せません。
load-keep = 残す
load-failed = この保存は読み込めません
load-date = { DATETIME($date, dateStyle: "medium") } { $time }

settings-title = 設定
settings-language = 言語
settings-scale = 全体の大きさ
settings-palette = 配色
settings-palette-chart-room = 海図室
settings-palette-high-contrast = 高コントラスト
settings-palette-colour-blind = 色覚対応
settings-motion = 動きを減らす
settings-motion-note = 演出を一度に表示します
settings-keys = キー
settings-keys-text = 操作を選んでEnterを押し、続けて新しいキーを押します。
settings-key-ask = 「{ $action }」の新しいキーを押してください。Escapeで取り消します。
settings-key-fixed = { $stroke }は移動に使うため割り当てられません。
settings-key-swapped = { $other }は{ $stroke }に移りました。
settings-keys-reset = 標準のキーに戻す
settings-damaged = 設定の一部を読み取れませんでした。壊れていた項目は標準に戻しました。
settings-not-kept = 設定は終了まで有効ですが、保存できませんでした：{ $reason }。
settings-actors = 国の見分け方

action-help = 事典
action-palette = すべてのコマンド
action-full-screen = 全画面表示
action-larger = 大きくする
action-smaller = 小さくする
action-commit = 手番を確定
action-undo = 元に戻す
action-redo = やり直す
action-why = なぜ：数値の内訳
action-how = 計算のしかた
action-ledger = 台帳
action-advisors = 助言者
action-wind-tunnel = 風洞
action-compare = 留めた計画と比べる
action-table = 地図を表で見る
action-quick-save = クイックセーブ
action-quick-load = クイックロード
action-lens-1 = レンズ1：影響力
action-lens-2 = レンズ2：案件と回廊
action-lens-3 = レンズ3：貿易とエネルギー
action-lens-4 = レンズ4：債務
action-lens-5 = レンズ5：安全保障とリスク
action-lens-6 = レンズ6：世論
action-lens-7 = レンズ7：競争国の関心
action-back = 戻る

menu-heading = メニュー
menu-go-on = 続ける
menu-save = 保存する
menu-title = 表紙に戻る
menu-name = 保存の名前
menu-again = 置き換えるには、もう一度「保存する」を押してください。
menu-saved = 保存しました。
menu-loaded = 読み込みました。
menu-no-quick = クイックセーブはまだありません。

fault-title = 問題が起きました
fault-text = ゲームは保存され、このまま続けられます。詳しい記録は{ $file }にあります。
